"""The database's settings on a real server that takes TLS only, with a certificate that no system trusts, like RDS's."""

from __future__ import annotations

import json
from pathlib import Path

from check_projects import FACTS, read
from support import contract, run

ASK = (
    "import django; django.setup()\n"
    "from django.db import connection as c\n"
    "with c.cursor() as q:\n"
    "    q.execute('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')\n"
    "    print(q.fetchone()[0])\n"
    "    q.execute('SHOW statement_timeout')\n"
    "    print(q.fetchone()[0])\n"
)


def variables(port: int, **more: str) -> dict[str, str]:
    return contract(
        POSTGRES_SERVICE_HOST="localhost", POSTGRES_SERVICE_PORT=str(port), POSTGRES_NAME="postgres", **more
    )


def test_with_the_bundle_the_certificate_is_checked(project: Path, postgres_port: int, bundle: Path) -> None:
    given = variables(postgres_port, PGSSLROOTCERT=str(bundle), DATABASE_STATEMENT_TIMEOUT_SECONDS="60")
    assert run(project, given, "-c", ASK).stdout == "True\n1min\n"
    run(project, given, "manage.py", "migrate", "sessions")


def test_another_name_than_the_certificates_is_refused(
    project: Path, postgres_port: int, bundle: Path
) -> None:
    given = {**variables(postgres_port, PGSSLROOTCERT=str(bundle)), "POSTGRES_SERVICE_HOST": "127.0.0.1"}
    done = run(project, given, "-c", ASK, check=False)
    assert (done.returncode, "certificate" in done.stderr) == (1, True)


def test_without_the_bundle_it_is_encrypted(project: Path, postgres_port: int) -> None:
    assert run(project, variables(postgres_port), "-c", ASK).stdout == "True\n0\n"


def test_the_check_logs_in(project: Path, postgres_port: int, bundle: Path) -> None:
    facts = json.dumps({**FACTS, "offline": False, "queues": []})

    def ask(**more: str) -> str | None:
        done = run(
            project, {**variables(postgres_port), **more}, "-m", "django_ecs.check", facts, check=False
        )
        report = read(done.stdout, done.returncode).report
        found = [
            one for one in report["problems"] + report["warnings"] if one["question"] == "database-login"
        ]
        return found[0]["reason"] if found else None

    assert ask() is None
    assert 'password authentication failed for user "alpha"' in (ask(POSTGRES_PASSWORD="wrong") or "")
    # The first release's update command may make it.
    assert 'database "alpha-db" does not exist' in (ask(POSTGRES_NAME="alpha-db") or "")
