"""Asks a Django project, in the environment of its container, whether it fits the stack that runs it.

python -m django_ecs.check '{"queues": ["alpha.default"], "static": "bucket"}'

This one file needs nothing but Django, so that a release can hand it to any image: python -c "<its text>" '<facts>'.
It changes nothing: no database, bucket or broker is written to, and no task is sent. Exit code 0: no problem, 3: problems.
"""

import json
import logging
import os
import re
import shlex
import shutil
import signal
import socket
import sys
import tempfile
import textwrap
import threading
import traceback
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from itertools import pairwise

# Seconds for what needs a server, for any question, and for all of them.
NETWORK, LONGEST, TOTAL = 3, 20, 90
LOCAL = ("", "localhost", "127.0.0.1", "::1")
ENV = os.environ
QUESTIONS = {}


class Skip(Exception):
    """The question doesn't apply to this project."""


class Late(BaseException):
    """A time limit has passed. No library takes it for an error of its own."""


def question(name, needs="", part=""):
    """One that isn't asked where one of `needs` was skipped or has a problem. The kit's `part` is its remedy, too."""

    def add(ask):
        QUESTIONS[name] = (ask, needs.split(), part)
        return ask

    return add


def problem(reason, remedy):
    return "problems", reason, remedy


def warning(reason, remedy):
    return "warnings", reason, remedy


@contextmanager
def limit(seconds):
    def late(*_):
        raise Late(f"no answer within {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    left, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)


def failure(action):
    """Why a server doesn't do what is asked of it, or None."""
    try:
        with limit(NETWORK):
            action()
    except (Exception, Late) as error:
        return words(error)
    return None


def words(error):
    text = " ".join(str(error).split())
    return text if isinstance(error, Late) else f"{type(error).__name__}: {text[:300]}"


def hide(text):
    """The text without the secrets of the environment."""
    for name, value in ENV.items():
        if len(value) > 5 and re.search("SECRET_KEY|PASSWORD|TOKEN|ACCESS_KEY", name):
            text = text.replace(value, "***")
    return re.sub(r"://[^/\s'\"]*@", "://***@", text)


def setting(name, default=None):
    from django.conf import settings

    return getattr(settings, name, default)


def given(value):
    """Whether somebody who set up the stack gave this value, so that it is meant."""
    return any(value == one or (len(value) > 5 and value in one) for one in ENV.values())


# The project


@question("settings")
def settings_load(facts):
    """Do the settings and the apps load?"""
    try:
        import django

        django.setup()
        setting("DEBUG")
    except (Exception, SystemExit) as error:
        frames = [
            one for one in traceback.extract_tb(error.__traceback__) if "site-packages" not in one.filename
        ]
        frames = [one for one in frames if os.path.isfile(one.filename) and "/lib/python" not in one.filename]
        where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
        yield problem(
            f"The settings {ENV.get('DJANGO_SETTINGS_MODULE')} or the apps don't load: {words(error)}{where}",
            "Correct it; the module is the stack's ublog:django.settingsModule. `docker run` with the variables of the "
            "stack's template shows the same.",
        )


@question("debug", part="security")
def debug_is_off(facts):
    """Is DEBUG off?"""
    if setting("DEBUG"):
        yield problem("DEBUG is on: it shows visitors settings and source.", "Write DEBUG = False.")


@question("secret-key", part="security")
def secret_key(facts):
    """Does SECRET_KEY come from the environment, and is it a good one?"""
    key = str(setting("SECRET_KEY", ""))
    remedy = 'Write SECRET_KEY = os.environ["DJANGO_SECRET_KEY"].'
    if key in ENV.values():
        return
    if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
        yield problem("SECRET_KEY is in the source, or easy to guess: sessions can be forged.", remedy)
    else:
        yield warning("SECRET_KEY is none of the container's variables: is it in the source?", remedy)


# What the load balancer asks


def own_address():
    """This task's address, which projects add to ALLOWED_HOSTS."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
            one.connect(("10.255.255.255", 1))  # sends nothing
            address = one.getsockname()[0]
    except OSError:
        address = "127.0.0.1"
    return "10.0.1.7" if address.startswith("127.") else address


def ask_wsgi(application, path, host):
    import io

    told = []
    environ = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "",
        "SERVER_NAME": host, "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "10.0.0.4",
        "HTTP_HOST": f"{host}:8000", "HTTP_USER_AGENT": "ELB-HealthChecker/2.0", "HTTP_X_FORWARDED_PROTO": "http",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip

    def start_response(status, headers, exc_info=None):
        told.append((int(status.split()[0]), dict(headers).get("Location", "")))

    body = application(environ, start_response)
    next(iter(body), b"")
    getattr(body, "close", list)()
    return told[-1]


def ask_asgi(application, path, host):
    import asyncio

    told = []
    headers = {"host": f"{host}:8000", "user-agent": "ELB-HealthChecker/2.0", "x-forwarded-proto": "http"}
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("10.0.0.4", 9999),
        "server": (host, 8000), "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    asked = []

    async def receive():
        if asked:
            await asyncio.sleep(60)
        asked.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            location = dict(message.get("headers", [])).get(b"Location", b"")
            told.append((message["status"], location.decode()))

    asyncio.run(application(scope, receive, send))
    return told[-1]


def applications():
    """The ways into the project: WSGI as the settings name it, or Django's own; ASGI where the project has it."""
    from django.core.wsgi import get_wsgi_application
    from django.utils.module_loading import import_string

    wsgi, asgi = setting("WSGI_APPLICATION"), setting("ASGI_APPLICATION")
    package = ENV.get("DJANGO_SETTINGS_MODULE", "").split(".")[0]
    yield ask_wsgi, lambda: import_string(wsgi) if wsgi else get_wsgi_application()
    yield ask_asgi, lambda: import_string(asgi or f"{package}.asgi.application")


def healthy(status, facts):
    for one in str(facts.get("healthCheckCodes") or "200").split(","):
        low, _, high = one.partition("-")
        if int(low) <= status <= int(high or low):
            return True
    return False


@question("health-check", part="security")
def health_check(facts):
    """Does the load balancer's health check get its answer, with the task's address as host and without TLS?"""
    from django.core.signals import got_request_exception
    from django.db import Error

    path = facts.get("healthCheckPath") or ENV.get("HEALTH_CHECK_PATH") or "/api/health-check/"
    errors, answers = [], []

    def note(**_):
        errors.append(sys.exc_info()[1])

    got_request_exception.connect(note, weak=False)
    host = own_address()
    for ask, application in applications():
        # An error is told here, and mailed to nobody.
        logging.disable()
        try:
            status, location = ask(application(), path, host)
        except Exception as error:
            answers.append((0, words(error)))
            continue
        finally:
            logging.disable(logging.NOTSET)
        if healthy(status, facts):
            return
        answers.append((status, location))
    status, more = answers[0] if answers[0][0] else next((one for one in answers if one[0]), answers[0])
    asked = f"The health check {path} with the host {host}"
    first = "Answer the path in a middleware that comes first (it is in the README of pulumi-aws-django)."
    if status == 0:
        yield problem(f"{asked} can't be asked: {more}", "Correct wsgi.py, or WSGI_APPLICATION.")
    elif status == 400:
        yield problem(f"{asked} gets 400: ALLOWED_HOSTS lacks the task's address.", first)
    elif status < 400 and status > 299:
        yield problem(f"{asked} is sent to {more} ({status}), which is no healthy answer.", first)
    elif status == 404:
        yield problem(
            f"{asked} gets 404: no such URL.",
            f"{first} Or name yours in ublog:gunicorn.route.healthCheckPath.",
        )
    elif any(isinstance(one, Error) for one in errors):
        if not facts.get("offline"):
            yield warning(f"{asked} needs the database and failed ({status}): {words(errors[-1])}", first)
    elif status >= 500:
        why = f": {words(errors[-1])}" if errors else ""
        if not (facts.get("offline") and not errors):
            yield problem(f"{asked} gets {status}{why}", first)
    else:
        yield problem(f"{asked} gets {status}.", first)


# The update task


def management_commands(command):
    """What the words call: [(manage.py or None, the management command)]."""
    text = list(command)
    if (
        len(text) > 2
        and re.search(r"(^|/)(ba|da|a)?sh$", text[0])
        and text[1].startswith("-")
        and "c" in text[1]
    ):
        lexer = shlex.shlex(text[2], posix=True, punctuation_chars="&|;()\n")
        lexer.whitespace_split = True
        text = list(lexer)
    for word, after in pairwise(text):
        if re.fullmatch(r"(.*/)?(manage\.py|django-admin(\.py)?)|django", word) and re.fullmatch(
            r"[a-z]\w*", after
        ):
            yield word if word.endswith("manage.py") else None, after


@question("update-command")
def update_command(facts):
    """Are the management commands of the update task there?"""
    from django.core.management import get_commands

    command = facts.get("update")
    if not command:
        raise Skip
    remedy = 'Write the command in ublog:update.command, for example ["sh", "-c", "python manage.py migrate --noinput"].'
    if not shutil.which(command[0]):
        yield problem(f"The update task runs {command[0]}, which isn't in the image.", remedy)
        return
    script = next((one for one in command[1:2] if one.endswith(".py")), None)
    if script and not os.path.isfile(script):
        yield problem(
            f"The update task runs {script}, which isn't in {os.getcwd()}.",
            f"Set WORKDIR in the Dockerfile to the folder with it. {remedy}",
        )
        return
    there = get_commands()
    for _, name in management_commands(command):
        if name in there:
            continue
        app = {"collectstatic": "django.contrib.staticfiles"}.get(name)
        hint = f"Add {app} to INSTALLED_APPS. Or write another: {remedy}" if app else remedy
        yield problem(f"The update task runs {name}, which is no management command of this project.", hint)


# The machine


@question("temp-dir")
def temporary_files(facts):
    """Can this user write temporary files?"""
    try:
        tempfile.gettempdir()
    except OSError as error:
        yield problem(
            f"Nothing can be written to /tmp: {words(error)[:120]} Celery doesn't start, and uploads fail.",
            'Add "VOLUME /tmp" to the Dockerfile, or TMPDIR: /dev/shm to ublog:environment.',
        )


# Asking


def ask_all(facts, report):
    """Fills the report. Where the settings don't load there is nothing else to ask."""
    bad = set()
    for name, (ask, needs, part) in QUESTIONS.items():
        if bad.intersection(needs) or "settings" in bad:
            bad.add(name)
            continue
        found = []
        try:
            with limit(LONGEST):
                for one in ask(facts) or ():
                    found.append(one)
        except Skip:
            bad.add(name)
            continue
        except (Exception, SystemExit, Late) as error:
            found.append(
                warning(
                    f"The question couldn't be answered: {words(error)}", "Tell us, with what it says here."
                )
            )
        report["questions"] += 1
        for kind, reason, remedy in found:
            if kind == "problems":
                bad.add(name)
            if part and not report["kit"]:
                remedy += f' Or let the part "{part}" of django-ecs-kit do it.'
            report[kind].append({"question": name, "reason": hide(reason), "remedy": hide(remedy)})


def version(package, distribution):
    if find_spec(package) is None:
        return None
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "unknown"


def tell(report):
    for kind, title in (("problems", "PROBLEM"), ("warnings", "WARNING")):
        for one in report[kind]:
            print(f"{title} {one['question']}")
            for text, first in ((one["reason"], "  "), (one["remedy"], "  -> ")):
                print(textwrap.fill(text, 80, initial_indent=first, subsequent_indent=" " * len(first),
                                    break_long_words=False, break_on_hyphens=False))  # fmt: skip
    counts = [f"{len(report[kind])} {kind}" for kind in ("problems", "warnings")]
    print(f"{report['questions']} questions asked: {' and '.join(counts)}.")
    print("django-ecs-check", json.dumps(report), flush=True)


def end(report):
    """Ends the process at once: nothing that the project has started may hold it up, or write after the last line."""
    tell(report)
    sys.stderr.flush()
    os._exit(3 if report["problems"] else 0)


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    facts = json.loads(arguments[0]) if arguments else {}
    for word in facts.get("update") or ():
        if word.endswith("manage.py"):
            sys.path.insert(0, os.path.abspath(os.path.dirname(word)))
            break
    else:
        sys.path.insert(0, os.getcwd())
    report = {
        "version": 1,
        "kit": version("django_ecs", "django-ecs-kit"),
        "django": version("django", "django"),
        "celery": version("celery", "celery"),
        "questions": 0,
        "problems": [],
        "warnings": [],
    }

    def too_long():
        report["warnings"].append({
            "question": "settings",
            "reason": f"The questions took longer than {TOTAL} s, so not all were asked.",
            "remedy": "Look at what the project does when it starts.",
        })  # fmt: skip
        end(report)

    watch = threading.Timer(TOTAL, too_long)
    watch.daemon = True
    watch.start()
    ask_all(facts, report)
    watch.cancel()
    end(report)


if __name__ == "__main__":
    main()
