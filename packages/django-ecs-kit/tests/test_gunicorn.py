"""The access log of a real gunicorn, with the command of the stack."""

from __future__ import annotations

import http.client
import re
from pathlib import Path

import pytest

from support import contract, free_port, start, until

APP = """
def application(environ, start_response):
    status = "500 Error" if environ["QUERY_STRING"] else "200 OK"
    start_response(status, [("Content-Length", "2")])
    return [b"ok"]
"""


@pytest.mark.parametrize("worker", ["gthread", "sync"])
def test_health_checks_that_are_well_have_no_line(tmp_path: Path, worker: str) -> None:
    (tmp_path / "app.py").write_text(APP)
    port = free_port()
    log = tmp_path / "log"
    options = (
        f"--bind 127.0.0.1:{port} --worker-class {worker} --access-logfile - --access-logformat %(r)s:%(s)s"
    )
    command = ["-m", "gunicorn", *options.split(), "--logger-class", "django_ecs.gunicorn.Logger", "app"]
    variables = contract(HOME=str(tmp_path), HEALTH_CHECK_PATH="/healthy/", PYTHONPATH=None)
    process = start(tmp_path, variables, log, *command)

    def get(path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        return connection.getresponse().status

    try:
        until(lambda: process.poll() is not None or "Listening at" in log.read_text(), "gunicorn listens")
        paths = ["/healthy/", "/healthy/?broken", "/healthy/other", "/", "/end"]
        assert [get(path) for path in paths] == [200, 500, 200, 200, 200], log.read_text()
        until(lambda: "/end" in log.read_text(), "the last line")
    finally:
        process.terminate()
        process.wait()
    assert re.findall(r"GET (\S+) HTTP/1.1:(\d+)", log.read_text()) == [
        ("/healthy/?broken", "500"),
        ("/healthy/other", "200"),
        ("/", "200"),
        ("/end", "200"),
    ]
