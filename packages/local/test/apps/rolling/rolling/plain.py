"""A project without the kit: it knows its broker and its queue, and what TASK_OPTIONS of the environment has as JSON."""

import json
import os

SECRET_KEY = "of a test"  # noqa: S105
INSTALLED_APPS = ["rolling"]
USE_TZ = True

CELERY_BROKER_URL = os.environ["REDIS_URL"] + "?ssl_cert_reqs=required"
CELERY_TASK_DEFAULT_QUEUE = os.environ["CELERY_TASK_DEFAULT_QUEUE"]
globals().update(json.loads(os.environ.get("TASK_OPTIONS", "{}")))
