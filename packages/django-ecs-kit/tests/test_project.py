"""`startproject` of this Django with the README's snippets, in the environment that the stack gives."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import PACKAGE, contract, free_port, readme_blocks, run, start, until


def test_the_readme_names_what_there_is_to_install() -> None:
    [command] = [block for block in readme_blocks("sh") if block.startswith("pip install")]
    extras = re.search(r"\[(.+)\]", command)
    assert extras is not None
    sections = (
        (PACKAGE / "pyproject.toml")
        .read_text()
        .split("[project.optional-dependencies]\n")[1]
        .split("\n\n")[0]
    )
    assert extras[1].split(",") == re.findall(r"^(\w+) = ", sections, re.MULTILINE)


def test_locally_it_stays_what_it_is(project: Path) -> None:
    local = {"DJANGO_SETTINGS_MODULE": "mysite.settings"}
    asked = "import django.conf as c; s = c.settings; print(s.DEBUG, s.DATABASES['default']['ENGINE'], s.ALLOWED_HOSTS)"
    assert run(project, local, "-c", asked).stdout == "True django.db.backends.sqlite3 []\n"
    run(project, local, "manage.py", "check")
    run(project, local, "manage.py", "makemigrations", "mysite", "--dry-run")


def test_deployed_only_the_choices_about_other_host_names_are_left(project: Path) -> None:
    done = run(project, contract(), "manage.py", "check", "--deploy")
    assert re.findall(r"security\.W\d+", done.stderr) == ["security.W005", "security.W021"]


def test_what_is_missing_stops_it(project: Path) -> None:
    done = run(project, contract(REDIS_URL=None), "manage.py", "check", check=False)
    assert done.returncode == 1
    assert (
        "REDIS_URL is missing. The stack gives it from: secret: the secret base.cache.secretArn, key url."
        in done.stderr
    )


def test_parts_alone(project: Path) -> None:
    [block] = [block for block in readme_blocks("python") if "some_parts" in block]
    done = run(project, contract(), "-c", block + "\nprint(sorted(name for name in dir() if name.isupper()))")
    assert done.stdout == "['CACHES', 'DATABASES']\n"


def test_what_stands_after_the_line_wins(project: Path) -> None:
    code = "from mysite.settings import *\nALLOWED_HOSTS = ['mine']"
    (project / "mysite/later.py").write_text(code)
    asked = "import django.conf as c; print(c.settings.ALLOWED_HOSTS, c.settings.DEBUG)"
    variables = contract(DJANGO_SETTINGS_MODULE="mysite.later")
    assert run(project, variables, "-c", asked).stdout == "['mine'] False\n"


def test_the_health_command_imports_neither_django_nor_celery(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom django_ecs import health\nhealth.main(['worker'])\n"
        "print([one for one in ('django', 'celery', 'asgiref') if one in sys.modules])"
    )
    done = run(tmp_path, {"DJANGO_ECS_STATE": str(tmp_path)}, "-c", code)
    assert done.stdout == "[]\n"
    assert done.stderr == f"The worker has no heartbeat in {tmp_path}.\n"


SERVERS = {
    "wsgi": [
        "-m",
        "gunicorn",
        "mysite.wsgi",
        "--bind",
        "127.0.0.1:{port}",
        "--workers",
        "1",
        "--threads",
        "2",
    ],
    "asgi": ["-m", "uvicorn", "mysite.asgi:application", "--port", "{port}"],
}


class Server:
    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.log = log

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return connection.getresponse()

    def answers(self) -> bool:
        try:
            return self.get("/api/health-check/").status == 200
        except OSError:
            return False


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    port = free_port()
    log = tmp_path_factory.mktemp("log") / "log"
    command = [word.format(port=port) for word in SERVERS[request.param]]
    process = start(project, contract(HOME=str(log.parent)), log, *command)
    try:
        server = Server(port, log)
        until(lambda: process.poll() is not None or server.answers(), "the server answers")
        assert process.poll() is None, log.read_text()
        yield server
    finally:
        process.terminate()
        process.wait()


def test_the_load_balancer_gets_its_answer_with_the_address_of_the_task_as_host(server: Server) -> None:
    answer = server.get("/api/health-check/", Host="10.0.1.7:8000")
    assert (answer.status, answer.read()) == (200, b"ok")


def test_other_paths_take_only_the_apps_own_hosts(server: Server) -> None:
    assert server.get("/host/", Host="10.0.1.7").status == 400
    answer = server.get("/host/", Host="alpha.example.com", X_Forwarded_Proto="https")
    assert (answer.status, answer.read()) == (200, b"https://alpha.example.com")
    assert answer.headers["Strict-Transport-Security"] == "max-age=2592000"
    assert server.get("/host/", Host="gunicorn.alpha.internal").read() == b"http://gunicorn.alpha.internal"


def test_an_error_has_its_traceback_in_the_log(server: Server) -> None:
    assert server.get("/boom/", Host="alpha.example.com").status == 500
    until(lambda: "RuntimeError: boom: the reason" in server.log.read_text(), "the traceback")
    assert server.log.read_text().count("ERROR django.request: Internal Server Error: /boom/") == 1


def test_a_rerun_of_collectstatic_keeps_each_versions_manifest(project: Path) -> None:
    """Versions 1, 2 and 1 again, in one bucket: each finds its own files, also after the other has collected."""
    code = (PACKAGE / "tests/two_versions.py").read_text()
    done = run(project, contract(AWS_S3_CUSTOM_DOMAIN="cdn.example.com"), "-c", code)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {
        "manifests": ["alpha/static/staticfiles-1.json", "alpha/static/staticfiles-2.json"],
        "before": "https://cdn.example.com/alpha/static/v1.2394253cf9cb.css",
        "after": "https://cdn.example.com/alpha/static/v1.2394253cf9cb.css",
        "hashed": "public, max-age=31536000, immutable",
        "manifest": None,
        "outside": [],
    }
