"""A project without the kit: it knows its broker and its queue, and what TASK_OPTIONS of the environment has as JSON."""

import json
import os

from backend.base_settings import *  # noqa: F403

CELERY_BROKER_URL = os.environ["REDIS_URL"] + "?ssl_cert_reqs=required"
CELERY_TASK_DEFAULT_QUEUE = os.environ["CELERY_TASK_DEFAULT_QUEUE"]
globals().update(json.loads(os.environ.get("TASK_OPTIONS", "{}")))
