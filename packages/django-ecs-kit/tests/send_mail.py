"""Run in the project by test_mail.py: sends a mail to a stand-in of SES, without the libraries that are named."""

import importlib.util
import json
import sys
from email import message_from_string

import boto3
import django
from botocore.client import BaseClient
from moto import mock_aws
from moto.ses.models import ses_backends

find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in sys.argv[1:] else find_spec(name, *rest)

asked = []
call = BaseClient._make_api_call


def noted(self, operation, parameters):
    asked.append([self.meta.service_model.service_name, operation, self.meta.region_name])
    return call(self, operation, parameters)


with mock_aws():
    boto3.client("ses").verify_domain_identity(Domain="example.com")
    django.setup()
    from django.core.mail import EmailMessage

    mail = EmailMessage("Hello", "Body", to=["a@example.org"])
    mail.attach("a.txt", "attached", "text/plain")
    BaseClient._make_api_call = noted
    assert mail.send() == 1
    [sent] = [one for regions in ses_backends.values() for one in regions["eu-central-1"].sent_messages]
    content = message_from_string(sent.raw_data)
    print(
        json.dumps(
            {
                "asked": asked,
                "sender": sent.source,
                "to": content["To"],
                "subject": content["Subject"],
                "parts": [part.get_payload().strip() for part in content.get_payload()],
            }
        )
    )
