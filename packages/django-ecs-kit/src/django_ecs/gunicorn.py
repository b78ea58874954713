"""gunicorn's access log without the load balancer's health checks: `gunicorn --logger-class django_ecs.gunicorn.Logger`."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from typing import Any

from gunicorn import glogging

from django_ecs.environment import HEALTH_CHECK_PATH


class Logger(glogging.Logger):
    """gunicorn's own logger, which leaves out the health checks that were answered with 200: some eight lines a minute
    from each load balancer's zone. One that fails is logged."""

    def access(self, resp: Any, req: Any, environ: MutableMapping[str, Any], request_time: Any) -> None:
        path = os.environ.get("HEALTH_CHECK_PATH") or HEALTH_CHECK_PATH
        # gunicorn gives "200 OK" or 200, depending on its worker class.
        if environ.get("PATH_INFO") == path and str(resp.status).startswith("200"):
            return
        super().access(resp, req, environ, request_time)
