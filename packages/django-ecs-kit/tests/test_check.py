"""The check: a good project has no findings, and one change of it has exactly its own."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import socket
import time
import zlib
from pathlib import Path
from typing import Any

import celery
import django
import pytest
import redis

from check_projects import (
    FACTS,
    LEGITIMATE,
    MUTATIONS,
    Change,
    Checker,
    append,
    by_hand,
    changed,
    read,
    start_project,
)
from django_ecs import __version__, check
from support import PACKAGE, PATIENCE, README, contract, free_port, run

CHECK = PACKAGE / "src/django_ecs/check.py"
_spec = importlib.util.spec_from_file_location("questions", PACKAGE / "scripts/questions.py")
assert _spec is not None
assert _spec.loader is not None
questions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(questions)

#: Celery 5.4, which the tests with Django 4.2 have, lacks soft shutdown, and the check says so.
OLD = ["celery-shutdown"] if celery.__version__ < "5.5" else []


def test_a_good_project_has_no_findings(checker: Checker, good: Path) -> None:
    found = checker.ask(good, contract())
    assert (found.problems, found.warnings, found.code) == ([], OLD, 0), found.text


def test_the_librarys_snippets_fit_without_the_kit(checker: Checker, tmp_path: Path) -> None:
    """All versions have one manifest, as their comments say."""
    found = checker.ask(by_hand(tmp_path), contract(), kit=False)
    assert (found.problems, found.code) == ([], 0), found.text
    assert found.warnings == ["static-manifest", *OLD]


def test_a_new_project_hears_all_at_once(checker: Checker, tmp_path: Path) -> None:
    found = checker.ask(start_project(tmp_path / "plain"), contract(), kit=False)
    assert found.problems == [
        "debug",
        "secret-key",
        "health-check",
        "allowed-hosts",
        "database",
        "static-files",
    ]
    assert found.warnings == ["proxy-header", "cookies", "cache", "celery-app", "logging", "mail"]
    assert found.code == 3


@pytest.mark.parametrize(("changes", "problems", "warnings"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_change_has_its_own_finding(
    changes: list[Change],
    problems: list[str],
    warnings: list[str],
    checker: Checker,
    good: Path,
    tmp_path: Path,
) -> None:
    found = checker.ask(changed(good, tmp_path / "project", *changes), contract())
    asked = [one for one in found.warnings if one not in OLD]
    assert (found.problems, asked, found.code) == (problems, warnings, 3 if problems else 0), found.text


@pytest.mark.parametrize(("changes", "variables", "facts"), LEGITIMATE.values(), ids=LEGITIMATE)
def test_a_good_project_may_look_otherwise(
    changes: list[Change],
    variables: dict[str, str | None],
    facts: dict[str, Any],
    checker: Checker,
    good: Path,
    tmp_path: Path,
) -> None:
    project = changed(good, tmp_path / "project", *(one for one in changes if one != "migrate"))
    if "migrate" in changes:
        local = {"DJANGO_SETTINGS_MODULE": "mysite.settings"}
        (project / "mysite/migrations/0001_initial.py").unlink()
        run(project, local, "manage.py", "makemigrations", "mysite")
    found = checker.ask(project, contract(**variables), **facts)
    asked = [one for one in found.warnings if one not in OLD]
    assert (found.problems, asked, found.code) == ([], [], 0), found.text


def test_each_question_has_a_project_that_it_finds() -> None:
    """But for those that need servers, another image or other facts: their tests are below and in test_postgres.py."""
    elsewhere = {
        "update-command",
        "database-login",
        "cache-login",
        "celery-shutdown",
        "celery-broker-login",
        "mail",
        "temp-dir",
        "kit",
    }
    found = {name for _, problems, warnings in MUTATIONS.values() for name in (*problems, *warnings)}
    assert (set(check.QUESTIONS) - found, found & elsewhere) == (elsewhere, set())


def test_the_readme_has_all_questions() -> None:
    [table] = questions.TABLE.findall(README)
    assert table == questions.table(), "Run scripts/questions.py."


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (
            ["python", "manage.py", "pre_update"],
            "The update task runs pre_update, which is no management command of this project.",
        ),
        (
            ["sh", "-c", "python manage.py migrate --noinput&&python manage.py gone"],
            "The update task runs gone, which is no management command of this project.",
        ),
        (
            ["/bin/bash", "-ec", "python -m django gone"],
            "The update task runs gone, which is no management command of this project.",
        ),
        (["no-such-program"], "The update task runs no-such-program, which isn't in the image."),
    ],
)
def test_the_update_command(checker: Checker, good: Path, command: list[str], reason: str) -> None:
    found = checker.ask(good, contract(), update=command)
    assert (found.problems, found.sentence("update-command")) == (["update-command"], reason)


def test_the_readmes_example(checker: Checker, good: Path) -> None:
    """Of the README's project."""
    [facts] = re.findall(r"^python -m django_ecs\.check '(\{.*?\})'$", README, re.MULTILINE | re.DOTALL)
    done = run(good, contract(), "-m", "django_ecs.check", facts)
    found = read(done.stdout, done.returncode)
    assert (found.problems, found.warnings) == ([], OLD), found.text


@pytest.mark.parametrize(
    ("command", "asks"),
    [
        ("python manage.py migrate && python manage.py collectstatic", True),
        ("python manage.py collectstatic -v 0; python manage.py migrate --noinput", True),
        ("set -e\npython manage.py collectstatic\npython manage.py migrate --noinput", True),
        ("python -m django collectstatic --no-input", False),
        ("yes yes | python manage.py collectstatic", False),
        ('python manage.py collectstatic "$@"', False),
    ],
)
def test_nobody_answers_collectstatic(checker: Checker, good: Path, command: str, asks: bool) -> None:
    found = checker.ask(good, contract(), update=["sh", "-c", command])
    assert (found.problems, found.warnings) == (["update-command"] if asks else [], OLD), found.text


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (["python", "manage.py", "migrate"], True),
        (["sh", "-c", "python manage.py migrate --database a && python manage.py migrate"], True),
        (["sh", "-c", "python manage.py migrate && ./static.sh"], False),
        (["sh", "-c", "python manage.py migrate\n./static.sh\n"], False),
        (["env", "python", "manage.py", "migrate"], False),
    ],
)
def test_an_update_that_leaves_the_static_files_out(
    checker: Checker, good: Path, command: list[str], missing: bool
) -> None:
    found = checker.ask(good, contract(), update=command)
    assert (found.problems, found.warnings) == ([], [*(["update-command"] if missing else []), *OLD])


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("import boto4", "Add its package to the image's requirements, or correct the name."),
        (
            'import os; os.environ["CELERY_TASK_TIME_LIMIT"]',
            "Only workers have it: give it a default in the settings, or to all in ublog:environment.",
        ),
        (
            'import os; os.environ["ONE_OF_MANY"]',
            "Give the container the variable: in ublog:environment, like POSTGRES_HOST: {from: "
            "POSTGRES_SERVICE_HOST}. More may be missing: the settings stop at the first.",
        ),
    ],
)
def test_settings_that_do_not_load(
    checker: Checker, good: Path, tmp_path: Path, line: str, remedy: str
) -> None:
    project = changed(good, tmp_path / "project", line)
    found = checker.ask(project, contract(CELERY_TASK_TIME_LIMIT=None))
    assert [one["remedy"] for one in found.report["problems"]] == [remedy]
    assert "\n1 question asked: 1 problem and 0 warnings.\n" in found.text


def test_manage_py_is_looked_for_where_the_command_starts(checker: Checker, good: Path) -> None:
    found = checker.ask(good / "mysite", contract())
    assert (found.problems, found.report["problems"][0]["remedy"]) == (
        ["settings"],
        f"Set WORKDIR in the Dockerfile to the folder of manage.py; it is {good}/mysite. "
        "Correct it, or the module's name in ublog:django.settingsModule.",
    )
    found = checker.ask(good, contract(), update=["sh", "-c", "python deploy/manage.py migrate"])
    assert (
        found.sentence("update-command") == f"The update task runs deploy/manage.py, which isn't in {good}."
    )
    found = checker.ask(good.parent, contract(), update=["python", f"{good.name}/manage.py", "migrate"])
    assert found.problems == [], found.text


def test_the_kit_that_the_stack_relies_on(checker: Checker, good: Path, tmp_path: Path) -> None:
    found = checker.ask(good, contract(), kit=False)
    assert (found.problems, found.warnings) == ([], [*OLD, "kit"])
    found = checker.ask(by_hand(tmp_path), contract(), kit=True)
    assert (found.problems, found.sentence("kit")) == (
        ["kit"],
        "ublog:django.kit is true, and INSTALLED_APPS has no django_ecs.",
    )


@pytest.mark.parametrize(
    ("backend", "name"),
    [
        ("django.core.mail.backends.console.EmailBackend", "console"),
        ("django_ecs.mail.MissingBackend", "django_ecs.mail.MissingBackend"),
    ],
)
def test_mail_of_an_image_without_ses(
    checker: Checker, good: Path, tmp_path: Path, backend: str, name: str
) -> None:
    new = f'MAILERS = {{"default": {{"BACKEND": "{backend}"}}}}'
    text = new if django.VERSION >= (6, 1) else f'EMAIL_BACKEND = "{backend}"'
    found = checker.ask(changed(good, tmp_path / "project", text), contract())
    assert (found.problems, found.sentence("mail")) == ([], f"Mail goes nowhere: its backend is {name}.")


def test_remedies_that_speak_of_what_is_there(checker: Checker, good: Path, tmp_path: Path) -> None:
    name = "MAILERS" if django.VERSION >= (6, 1) else "EMAIL_BACKEND"
    console = "django.core.mail.backends.console.EmailBackend"
    text = (
        f'MAILERS = {{"default": {{"BACKEND": "{console}"}}}}'
        if name == "MAILERS"
        else f'{name} = "{console}"'
    )
    [field], _, _ = MUTATIONS["a field's own storage on disk"]
    found = checker.ask(changed(good, tmp_path / "project", text, field), contract())
    remedies = {one["question"]: one["remedy"] for one in found.report["problems"] + found.report["warnings"]}
    assert (remedies["mail"], remedies["uploads"]) == (
        f"Take {name} out behind configure(), which uses what is installed.",
        "Take storage out of the field, so that it has the default one, or put its location on a volume.",
    )


def test_a_log_in_a_file(checker: Checker, good: Path, tmp_path: Path) -> None:
    changes, _, _ = MUTATIONS["log file"]
    found = checker.ask(changed(good, tmp_path / "project", *changes), contract())
    assert found.sentence("logging") == (
        f"Tracebacks go to {tmp_path}/project/log, which is lost with the container, and not to the log."
    )


def test_no_place_for_temporary_files(checker: Checker, good: Path, tmp_path: Path) -> None:
    text = (
        "import tempfile\n"
        "def gettempdir():\n    raise FileNotFoundError(2, 'No usable temporary directory found')\n"
        "tempfile.gettempdir = gettempdir"
    )
    found = checker.ask(changed(good, tmp_path / "project", text), contract())
    assert found.problems == ["temp-dir"], found.text


def test_the_cache_and_the_broker_are_asked(
    checker: Checker, good: Path, valkey: str, bundle: Path, tmp_path: Path
) -> None:
    """There is no database in this test, so that question has its finding each time."""
    closed = {"POSTGRES_SERVICE_HOST": "localhost", "POSTGRES_SERVICE_PORT": str(free_port())}
    variables = contract(REDIS_URL=valkey, SSL_CERT_FILE=str(bundle), **closed)
    server = redis.Redis.from_url(valkey, ssl_ca_certs=str(bundle))
    server.flushall()
    found = checker.ask(good, variables, offline=False)
    assert (found.problems, found.warnings) == (["database-login"], OLD), found.text
    assert server.keys() == []

    text = 'CACHES["default"]["LOCATION"] = CACHES["default"]["LOCATION"].replace("token", "wrong")'
    found = checker.ask(changed(good, tmp_path / "cache", text), variables, offline=False)
    assert found.problems == ["database-login", "cache-login"]
    text = 'CELERY_BROKER_URL = CELERY_BROKER_URL.replace("token", "wrong")'
    found = checker.ask(changed(good, tmp_path / "broker", text), variables, offline=False)
    assert found.problems == ["database-login", "celery-broker-login"]
    assert re.match(
        r"Celery's broker refuses: .*invalid username-password", found.sentence("celery-broker-login")
    )
    assert found.sentence("database-login").startswith("The database server at localhost can't be reached: ")


def test_a_server_that_never_answers_holds_nothing_up(good: Path) -> None:
    text = CHECK.read_text()
    assert text.count("= 3, 20, 60, 180") == 1
    with socket.create_server(("localhost", 0)) as server:
        port = str(server.getsockname()[1])
        variables = contract(
            REDIS_URL=f"rediss://:token@localhost:{port}",
            POSTGRES_SERVICE_HOST="localhost",
            POSTGRES_SERVICE_PORT=port,
        )
        facts = json.dumps({**FACTS, "offline": False})
        done = run(
            good, variables, "-c", text.replace("= 3, 20, 60, 180", "= 1, 20, 60, 180"), facts, check=False
        )
    found = read(done.stdout, done.returncode)
    assert found.problems == ["database-login", "cache-login", "celery-broker-login"], found.text
    assert [one["remedy"] for one in found.report["problems"]] == [
        "Look at its address and port, whether it runs, and whether its security group lets this task in."
    ] * 3


def test_a_health_check_that_never_answers(good: Path, tmp_path: Path) -> None:
    wait = 'import time\nurlpatterns += [path("api/health-check/", lambda request: time.sleep(3600))]'
    project = changed(
        good,
        tmp_path / "project",
        append("mysite/urls.py", wait),
        'MIDDLEWARE = MIDDLEWARE[1:]; ALLOWED_HOSTS = ["*"]',
    )
    text = CHECK.read_text().replace("= 3, 20, 60, 180", "= 3, 1, 60, 180")
    done = run(project, contract(), "-c", text, json.dumps(FACTS), check=False)
    found = read(done.stdout, done.returncode)
    assert (found.problems, "no answer within 1 s" in found.sentence("health-check")) == (
        ["health-check"],
        True,
    )


def test_a_health_check_that_needs_its_tables(checker: Checker, good: Path, tmp_path: Path) -> None:
    """They may come with the update that this check is before."""
    view = (
        "from django.contrib.auth.models import User\nfrom django.http import HttpResponse\n"
        'urlpatterns += [path("api/health-check/", lambda request: HttpResponse(User.objects.count()))]'
    )
    project = changed(
        good,
        tmp_path / "project",
        append("mysite/urls.py", view),
        'MIDDLEWARE = MIDDLEWARE[1:]; ALLOWED_HOSTS = ["*"]',
    )
    closed = contract(POSTGRES_SERVICE_HOST="localhost", POSTGRES_SERVICE_PORT=str(free_port()))
    found = checker.ask(project, closed)
    assert (found.problems, found.warnings) == ([], ["health-check", *OLD]), found.text


def test_a_worker_that_has_time_and_does_not_take_it(checker: Checker, good: Path, tmp_path: Path) -> None:
    project = changed(good, tmp_path / "project", "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 0")
    found = checker.ask(project, contract(REMAP_SIGTERM="SIGQUIT"))
    assert (found.problems, found.warnings) == ([], ["celery-shutdown"])


def test_as_a_module_and_as_a_text_it_says_the_same(good: Path) -> None:
    facts = json.dumps({**FACTS, "queues": ["alpha.mail"]})
    first, second = (
        run(good, contract(), *how, facts, check=False)
        for how in (("-m", "django_ecs.check"), ("-c", CHECK.read_text()))
    )
    assert (first.stdout, first.returncode) == (second.stdout, second.returncode)
    lines = first.stdout.splitlines()
    at = lines.index("PROBLEM celery-queue")
    assert lines[at : at + 4] == [
        "PROBLEM celery-queue",
        '  No worker takes the default queue "alpha.default", but alpha.mail.',
        '  -> Write CELERY_TASK_DEFAULT_QUEUE = os.environ["CELERY_TASK_DEFAULT_QUEUE"].',
        "PROBLEM celery-routes",
    ]
    assert max(map(len, lines[:-1])) <= 80
    report = json.loads(lines[-1].removeprefix("django-ecs-check "))
    assert {key: report[key] for key in ("version", "kit", "django", "celery")} == {
        "version": 1,
        "kit": __version__,
        "django": django.__version__,
        "celery": celery.__version__,
    }
    assert list(report) == ["version", "kit", "django", "celery", "questions", "problems", "warnings"]


@pytest.mark.parametrize("facts", ["{", "[1]", "3"])
def test_facts_that_are_none(facts: str, good: Path) -> None:
    done = run(good, contract(), "-m", "django_ecs.check", facts, check=False)
    assert (done.returncode, done.stderr) == (2, "Write the facts as one JSON object, or none.\n")


def test_what_a_project_starts_neither_holds_it_up_nor_has_the_last_word(good: Path, tmp_path: Path) -> None:
    text = (
        "import atexit, threading, time\n"
        "atexit.register(print, 'the last word')\n"
        "threading.Thread(target=time.sleep, args=(3600,)).start()"
    )
    done = run(
        changed(good, tmp_path / "project", text), contract(), "-m", "django_ecs.check", json.dumps(FACTS)
    )
    assert done.stdout.splitlines()[-1].startswith("django-ecs-check ")


def test_the_settings_that_it_names_are_settings_of_the_stack() -> None:
    schema = json.loads((PACKAGE.parent / "pulumi-aws-django/schema.json").read_text())
    names = set(re.findall(r"ublog:([a-zA-Z.]*[a-zA-Z])", CHECK.read_text()))
    assert "update.command" in names
    for name in names:
        properties = schema["resources"]["pulumi-aws-django:index:DjangoApp"]["inputProperties"]
        for part in name.split("."):
            assert part in properties, name
            reference = properties[part].get("$ref", "").removeprefix("#/types/")
            properties = schema["types"].get(reference, {}).get("properties", {})


def test_its_text_is_ascii_and_small_enough_for_a_task_definition() -> None:
    """Which holds 64 KiB in all. A release compresses it."""
    text = CHECK.read_bytes()
    assert (text.isascii(), len(base64.b85encode(zlib.compress(text, 9))) < 24 * 1024) == (True, True)


def test_an_encoding_that_lacks_a_letter(good: Path, tmp_path: Path) -> None:
    project = changed(good, tmp_path / "project", "raise ValueError('Stra\\u00dfe')")
    done = run(project, contract(PYTHONIOENCODING="ascii"), "-m", "django_ecs.check", check=False)
    assert (done.returncode, "ValueError: Stra\\xdfe" in done.stdout) == (3, True), done.stdout + done.stderr


def empty() -> dict[str, Any]:
    return {"kit": None, "questions": 0, "problems": [], "warnings": []}


def test_a_question_that_fails_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(facts: Any) -> Any:
        yield check.problem("One reason.", "One remedy.")
        raise ValueError("of the project")

    monkeypatch.setattr(check, "QUESTIONS", {"one": (fails, [], ""), "two": (lambda _: [], ["one"], "")})
    report = empty()
    check.ask_all({}, report)
    assert report == {
        "kit": None,
        "questions": 1,
        "problems": [{"question": "one", "reason": "One reason.", "remedy": "One remedy."}],
        "warnings": [
            {
                "question": "one",
                "reason": "The question couldn't be answered: ValueError: of the project",
                "remedy": "Nothing, if the rest is right; an issue about it helps.",
            }
        ],
    }


def test_a_question_that_takes_too_long_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "LONGEST", 0.1)
    monkeypatch.setattr(check, "QUESTIONS", {"one": (lambda _: time.sleep(PATIENCE), [], "")})
    report = empty()
    check.ask_all({}, report)
    assert [one["reason"] for one in report["warnings"]] == [
        "The question couldn't be answered: no answer within 0.1 s"
    ]


def test_secrets_are_in_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD", "hunter2hunter2")
    text = 'for "hunter2hunter2" at rediss://:token@cache:6379 and postgres://a:b@db/x'
    assert check.hide(text) == 'for "***" at rediss://***@cache:6379 and postgres://***@db/x'


@pytest.mark.parametrize(
    ("why", "reached"),
    [
        ("ConnectionError: Error 111 connecting to cache:6379. Connection refused.", False),
        ("ConnectionError: Error -2 connecting to cache:6379. Name or service not known.", False),
        ("TimeoutError: Timeout connecting to server", False),
        ("OperationalError: [Errno -5] failed to resolve host 'db'", False),
        ('OperationalError: could not translate host name "db" to address', False),
        ("OperationalError: connection timeout expired", False),
        ("OSError: [Errno 113] No route to host", False),
        ("OSError: [Errno 101] Network is unreachable", False),
        ("no answer within 3 s", False),
        ('OperationalError: FATAL: password authentication failed for user "alpha"', True),
        ("AuthenticationError: invalid username-password pair or user is disabled.", True),
        ("ConnectionError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", True),
    ],
)
def test_a_server_that_refuses_was_reached(why: str, reached: bool) -> None:
    _, reason, remedy = check.refused("The cache", why, "Take the token.")
    verb = "refuses" if reached else "can't be reached"
    assert (reason, remedy == "Take the token.") == (f"The cache {verb}: {why}", reached)


def test_a_volume_outlives_the_container(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: path in ("/mnt/media", "/tmp", "/"))
    paths = ["/mnt/media", "/mnt/media/a/b", "/mnt", "/app/media", "/tmp/media"]
    assert [check.mounted(path) for path in paths] == [True, True, False, False, False]
