"""Runs the check in many projects: each in a process of its own, with the dear imports done once.

Reads one JSON document a line, {"folder", "variables", "facts"}, and writes what the check writes, and its exit code.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import celery.app.base  # noqa: F401
import django.contrib.auth
import django.core.handlers.wsgi
import django.db.models  # noqa: F401
import psycopg  # noqa: F401
import redis  # noqa: F401
import storages.backends.s3  # noqa: F401

PACKAGE = Path(__file__).parent.parent
CODE = compile((PACKAGE / "src/django_ecs/check.py").read_text(), "check.py", "exec")


def child(task: dict, output: int) -> None:
    for stream in (1, 2):
        os.dup2(output, stream)
    os.chdir(task["folder"])
    os.environ.clear()
    os.environ.update(task["variables"])
    sys.argv = ["-c", json.dumps(task["facts"])]
    sys.path[0] = ""
    exec(CODE, {"__name__": "__main__"})


def main() -> None:
    for line in sys.stdin:
        task = json.loads(line)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reading)
                child(task, writing)
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading) as file:
            text = file.read()
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(json.dumps({"text": text, "code": code}), flush=True)


if __name__ == "__main__":
    main()
