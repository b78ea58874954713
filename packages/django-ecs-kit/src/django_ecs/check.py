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
from contextlib import contextmanager, suppress
from datetime import timedelta
from importlib import import_module, metadata
from importlib.util import find_spec
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

# Seconds for what needs a server, for the health check, for any question, and for all of them.
NETWORK, HEALTH, LONGEST, TOTAL = 3, 20, 60, 180
LOCAL = ("", "localhost", "127.0.0.1", "::1")
KINDS = ("problems", "warnings")
ENV = os.environ
STARTED = ENV.get("DJANGO_SETTINGS_MODULE", "")
OWN = urlsplit(ENV.get("FRONTEND_URL", ""))
# Without HTTPS.
TRIAL = OWN.scheme == "http"
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
    return KINDS[0], reason, remedy


def warning(reason, remedy):
    return KINDS[1], reason, remedy


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


def refused(who, why, remedy):
    if re.search(r"(?i)refused|no answer|tim(ed|e) ?out|resol|translate|not known|unreachable|no route", why):
        return problem(
            f"{who} can't be reached: {why}",
            "Look at its address and port, whether it runs, and whether its security group lets this task in.",
        )
    return problem(f"{who} refuses: {why}", remedy)


def words(error):
    text = " ".join(str(error).split())
    return text if isinstance(error, Late) else f"{type(error).__name__}: {text[:300]}"


def hide(text):
    """The text without the secrets of the environment."""
    for name, value in ENV.items():
        if len(value) > 8 and re.search("(SECRET|KEY|PASSWORD|TOKEN|DSN)$", name):
            text = text.replace(value, "***")
    return re.sub(r"://[^/\s'\"]*@", "://***@", text)


def setting(name: str, default: Any = None) -> Any:
    from django.conf import settings

    return getattr(settings, name, default)


def given(value):
    """Whether somebody who set up the stack gave this value, alone or in a URL, so that it is meant."""
    for one in ENV.values() if value and value not in LOCAL else ():
        url = urlsplit(one) if re.match(r"\w+://", one) else urlsplit("")
        if value in (one, url.hostname, url.username, url.path[1:], str(url.port)):
            return True
    return False


# The project


@question("settings")
def settings_load(facts):
    """Do the settings and the apps load?"""
    try:
        import django

        if facts.get("offline"):
            leave_manifests_unread()
        django.setup()
        setting("DEBUG")
    except (Exception, SystemExit) as error:
        frames = [
            one for one in traceback.extract_tb(error.__traceback__) if "site-packages" not in one.filename
        ]
        frames = [one for one in frames if os.path.isfile(one.filename) and "/lib/python" not in one.filename]
        where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
        remedy = "Correct it, or the module's name in ublog:django.settingsModule."
        if isinstance(error, ModuleNotFoundError):
            if (error.name or "?") in (STARTED, STARTED.split(".")[0]):
                remedy = (
                    f"Set WORKDIR in the Dockerfile to the folder of manage.py; it is {os.getcwd()}. {remedy}"
                )
            else:
                remedy = "Add its package to the image's requirements, or correct the name."
        elif isinstance(error, KeyError) or re.search("environment variable|envvar", str(error)):
            remedy = (
                "Give the container the variable: in ublog:environment, like POSTGRES_HOST: "
                "{from: POSTGRES_SERVICE_HOST}. More may be missing: the settings stop at the first."
            )
            if re.search("CELERY_TASK_TIME_LIMIT|CELERY_WORKER_SOFT|REMAP_", str(error)):
                remedy = (
                    "Only workers have it: give it a default in the settings, or to all in ublog:environment."
                )
        yield problem(f"The settings {STARTED} or the apps don't load: {words(error)}{where}", remedy)


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
    if len(key) < 32 or len(set(key)) < 5 or key.startswith("django-insecure-"):
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
    # startproject names wsgi.py, which projects for ASGI delete.
    if not wsgi or find_spec(wsgi.rpartition(".")[0]):
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
    from django.urls import get_resolver

    path = facts.get("healthCheckPath") or ENV.get("HEALTH_CHECK_PATH") or "/api/health-check/"
    errors, answers = [], []
    # What takes long when Django starts is no matter of the health check.
    with suppress(Exception):
        get_resolver().url_patterns  # noqa: B018

    def note(**_):
        errors.append(sys.exc_info()[1])

    got_request_exception.connect(note, weak=False)
    host = own_address()
    for ask, application in applications():
        # An error is told here, and mailed to nobody.
        logging.disable()
        try:
            run = application()
            with limit(HEALTH):
                status, location = ask(run, path, host)
        except (Exception, Late) as error:
            answers.append((0, words(error)))
            if ask is ask_wsgi:
                break
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
        yield problem(
            f"{asked} fails: {more}", "Correct wsgi.py, WSGI_APPLICATION or the middleware that it names."
        )
    elif status == 400:
        yield problem(f"{asked} gets 400: ALLOWED_HOSTS lacks the task's address.", first)
    elif status < 400 and status > 299:
        yield problem(f"{asked} is sent to {more} ({status}), which is no healthy answer.", first)
    elif status == 404:
        yield problem(
            f"{asked} gets 404: no such URL.",
            f"{first} Or name yours in ublog:gunicorn.route.healthCheckPath.",
        )
    elif status >= 500:
        # Tables may be missing until the update has run, and in CI servers.
        excuses = (Error, OSError) if facts.get("offline") else (Error,)
        may_be = (
            isinstance(errors[-1], excuses) or "onnection" in words(errors[-1])
            if errors
            else facts.get("offline")
        )
        why = f": {words(errors[-1])}" if errors else ""
        yield (warning if may_be else problem)(f"{asked} gets {status}{why}", first)
    else:
        yield problem(f"{asked} gets {status}.", first)


# The update task


def shell_words(command):
    """The words of a command, and of what it gives to `sh -c`."""
    if len(command) < 3 or not re.search(r"(^|/)[a-z]*sh -[a-z]*c$", " ".join(command[:2])):
        return list(command)
    lexer = shlex.shlex(command[2].strip(), posix=True, punctuation_chars="&|;()\n")
    lexer.whitespace, lexer.whitespace_split = " \t", True
    return list(lexer)


def management_commands(text):
    for before, word, after in zip(["", *text], text, text[1:], strict=False):
        called = re.fullmatch(r"(.*/)?(manage\.py|django-admin)", word) or (before, word) == ("-m", "django")
        if called and re.fullmatch(r"[a-z]\w*", after):
            yield after


@question("update-command")
def update_command(facts):
    """Are the management commands of the update task there?"""
    from django.core.management import get_commands

    command = facts.get("update")
    if not command:
        raise Skip
    collects = facts.get("static") != "image"
    more = " && python manage.py collectstatic --noinput" if collects else ""
    remedy = f'Write in ublog:update.command, say, ["sh", "-c", "python manage.py migrate --noinput{more}"].'
    if not shutil.which(command[0]):
        yield problem(f"The update task runs {command[0]}, which isn't in the image.", remedy)
        return
    text = [] if "cd" in shell_words(command) else shell_words(command)
    for before, script in pairwise(text):
        if re.search(r"python[0-9.]*$", before) and script.endswith(".py") and not os.path.isfile(script):
            yield problem(
                f"The update task runs {script}, which isn't in {os.getcwd()}.",
                f"Set WORKDIR in the Dockerfile to the folder with it. {remedy}",
            )
            return
    there, text = get_commands(), shell_words(command)
    calls = list(management_commands(text))
    for name in calls:
        if name in there:
            continue
        app = {"collectstatic": "django.contrib.staticfiles"}.get(name)
        hint = f"Add {app} to INSTALLED_APPS. Or write another: {remedy}" if app else remedy
        yield problem(f"The update task runs {name}, which is no management command of this project.", hint)
    if not collects or "django.contrib.staticfiles" not in setting("INSTALLED_APPS"):
        return
    ends = [one for one in text if re.fullmatch(r"[&|;()\n]+", one)]
    own = "collectstatic" in calls and there["collectstatic"] == "django.contrib.staticfiles"
    rest = text[text.index("collectstatic") :] if own else []
    rest = rest[: next((at for at, one in enumerate(rest) if one in ends), None)]
    # Options in a variable and answers through a pipe aren't seen.
    if rest and "|" not in ends and not any(re.search(r"^--no-?i|\$", one) for one in rest):
        yield problem(
            "collectstatic asks whether it may overwrite files, and nobody answers: the update fails.",
            "Write collectstatic --noinput in ublog:update.command.",
        )
    # Scripts and other programs may collect them.
    elif (
        set(calls) == {"migrate"}
        and there["migrate"] == "django.core"
        and len(calls) == len(ends) + 1
        and re.search(r"(^|/)([a-z]*sh|python[0-9.]*|manage\.py|django-admin)$", command[0])
    ):
        yield warning("The update task only migrates: are the static files in the bucket?", remedy)


# Hosts, cookies and TLS


def request(host, **headers):
    from django.http import HttpRequest

    one = HttpRequest()
    one.method = "POST"
    one.META = {"HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "8000", **headers}
    return one


def middleware(word):
    return any(word in one for one in setting("MIDDLEWARE", ()))


def inside():
    """The names by which other containers ask Django, without TLS."""
    return [one for one in ENV.get("DJANGO_ALLOWED_HOSTS", "").split(",") if one.endswith(".internal")]


@question("allowed-hosts", part="security")
def allowed_hosts(facts):
    """Does ALLOWED_HOSTS have the app's names?"""
    from django.http.request import validate_host

    own = OWN.hostname or ""
    names = dict.fromkeys([own, *map(str.strip, ENV.get("DJANGO_ALLOWED_HOSTS", "").split(","))])
    missing = [one for one in names if one and not validate_host(one, setting("ALLOWED_HOSTS"))]
    if missing:
        # The others are names inside of the network, which not every app is asked by.
        yield (problem if own in missing else warning)(
            f"ALLOWED_HOSTS has no {', '.join(missing)}: every request for it gets 400.",
            'Write ALLOWED_HOSTS = os.environ["DJANGO_ALLOWED_HOSTS"].split(",").',
        )


@question("proxy-header", part="security")
def proxy_header(facts):
    """Does Django see that browsers use HTTPS, and take what comes without it inside of the network?"""
    asked = [OWN.netloc] if TRIAL else inside()
    if setting("SECURE_SSL_REDIRECT") and middleware("SecurityMiddleware") and asked:
        yield (problem if TRIAL else warning)(
            f"SECURE_SSL_REDIRECT sends what asks {asked[0]} to HTTPS, which it doesn't speak.",
            "Write SECURE_SSL_REDIRECT = False.",
        )
    if TRIAL or "FORWARDED_ALLOW_IPS" in ENV or request("x", HTTP_X_FORWARDED_PROTO="https").is_secure():
        return
    loop = ", and SECURE_SSL_REDIRECT redirects for ever" if setting("SECURE_SSL_REDIRECT") else ""
    yield (problem if loop else warning)(
        f"Django takes HTTPS from the load balancer for HTTP: addresses begin with http://{loop}.",
        'Write SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https").',
    )


@question("csrf", "allowed-hosts", "security")
def csrf(facts):
    """Are forms accepted that browsers send from the app's own address?"""
    from django.middleware.csrf import CsrfViewMiddleware

    guard: Any = CsrfViewMiddleware
    origin = ENV.get("FRONTEND_URL", "")
    if not origin or not middleware("CsrfViewMiddleware"):
        raise Skip
    own = OWN.netloc
    for host, proto in ((own, OWN.scheme), *((one, "http") for one in inside())):
        one = request(host, HTTP_ORIGIN=origin, HTTP_X_FORWARDED_PROTO=proto)
        if not guard(lambda _: None)._origin_verified(one):
            yield (problem if host == own else warning)(
                f"CSRF_TRUSTED_ORIGINS has no {origin}: forms that are sent to {host} get 403.",
                'Write CSRF_TRUSTED_ORIGINS = [os.environ["FRONTEND_URL"]].',
            )
            return


@question("cookies", part="security")
def cookies(facts):
    """Do browsers send the cookies, and over HTTPS only?"""
    host = OWN.hostname or ""
    for name in ("SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN"):
        domain = (setting(name) or "").lstrip(".")
        if host and domain and not f".{host}".endswith(f".{domain}"):
            yield problem(
                f'{name} is "{domain}": no browser sends the cookie to {host}.', f"Leave {name} out."
            )
    words = {"SESSION_COOKIE_SECURE": "SessionMiddleware", "CSRF_COOKIE_SECURE": "CsrfViewMiddleware"}
    wrong = [name for name, user in words.items() if middleware(user) and bool(setting(name)) == TRIAL]
    if wrong:
        yield (problem if TRIAL else warning)(
            f"{'No browser sends the cookie by HTTP' if TRIAL else 'Not set'}: {' and '.join(wrong)}.",
            f"Write {' = '.join(wrong)} = {not TRIAL}.",
        )


# The database


def default_database() -> Any:
    from django.db import connections

    return connections["default"]


@question("database", part="database")
def database(facts):
    """Is the default database the app's own on the stack's Postgres server?"""
    remedy = 'Write the variables POSTGRES_*, or DATABASE_URL, into DATABASES["default"].'
    try:
        one = default_database()
    except Exception as error:
        yield problem(
            f"The default database has no driver: {words(error)}", "Install psycopg[binary] in the image."
        )
        return
    if one.vendor != "postgresql":
        lost = ", whose file is lost with the container" if one.vendor == "sqlite" else ""
        yield problem(f'DATABASES["default"] is {one.vendor}{lost}, not the Postgres of the stack.', remedy)
        return
    names = {"HOST": "SERVICE_HOST", "PORT": "SERVICE_PORT", "NAME": "NAME", "USER": "USER"}
    for key, rest in names.items():
        variable = f"POSTGRES_{rest}"
        value, wanted = (
            str(one.settings_dict.get(key) or ("5432" if key == "PORT" else "")),
            ENV.get(variable),
        )
        if wanted and value != wanted and not given(value) and "service" not in one.settings_dict["OPTIONS"]:
            yield problem(
                f'DATABASES["default"]["{key}"] is "{value}". The stack gives {variable} "{wanted}".', remedy
            )


@question("databases")
def databases(facts):
    """Is no other database looked for in the container?"""
    for alias, other in setting("DATABASES").items():
        server = re.search("postg|mysql", other.get("ENGINE", "")) and "service" not in str(other)
        if server and alias != "default" and other.get("HOST", "") in LOCAL:
            yield warning(
                f'DATABASES["{alias}"] is in the container, which has no server.', "Write its HOST."
            )


@question("database-tls", "database", "database")
def database_tls(facts):
    """Is the connection to the database encrypted, and the certificate there that it is checked with?"""
    one = default_database().settings_dict
    if one["HOST"] in LOCAL or one["HOST"].startswith("/"):
        return
    mode = one["OPTIONS"].get("sslmode") or ENV.get("PGSSLMODE") or "prefer"
    root = one["OPTIONS"].get("sslrootcert") or ENV.get("PGSSLROOTCERT") or "~/.postgresql/root.crt"
    remedy = 'Write DATABASES["default"]["OPTIONS"] = {"sslmode": "require"}.'
    if mode == "disable":
        yield problem("sslmode is disable, and the server takes TLS only.", remedy)
    elif mode in ("allow", "prefer"):
        yield warning(f"sslmode is {mode}: a server without TLS would do, too.", remedy)
    elif mode.startswith("verify-") and root != "system" and not os.path.isfile(os.path.expanduser(root)):
        yield problem(
            f"sslmode is {mode}, but the image has no {root} to check the server's certificate with.",
            "Put https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem there in the Dockerfile.",
        )


@question("database-login", "database database-tls")
def database_login(facts):
    """Does the server let the app in?"""
    from django.db.utils import load_backend

    online(facts)
    one = default_database().settings_dict
    options = {**one["OPTIONS"], "connect_timeout": NETWORK}
    # A pool would only say that nothing came in time.
    options.pop("pool", None)
    backend = load_backend(one["ENGINE"]).DatabaseWrapper({**one, "OPTIONS": options}, "default")
    why = failure(backend.ensure_connection)
    if why and re.search(r'database ".*" does not exist', why):
        yield warning(f"{why}", "Let the update command make it, or set ublog:database.enabled to true.")
    elif why:
        yield refused(
            f"The database server at {one['HOST']}",
            why,
            "Take user and password from POSTGRES_USER and POSTGRES_PASSWORD, or all from DATABASE_URL.",
        )


@question("database-connections", "database", "database")
def database_connections(facts):
    """Do connections that are kept open fit the server that runs Django?"""
    one = default_database().settings_dict
    age = one["CONN_MAX_AGE"]
    if one["OPTIONS"].get("pool"):
        why = failure(lambda: default_database().pool)
        if why:
            yield problem(
                f"The pool of connections can't be made: {why}",
                "Write CONN_MAX_AGE: 0, and install psycopg[pool] in the image.",
            )
    elif age != 0 and setting("ASGI_APPLICATION") and not setting("WSGI_APPLICATION"):
        yield warning(
            f"CONN_MAX_AGE is {age}: under ASGI connections pile up until the server has none left.",
            'Write CONN_MAX_AGE: 0, with OPTIONS {"pool": True} if you like.',
        )


@question("system-checks")
def system_checks(facts):
    """Is `manage.py check` without errors? migrate refuses otherwise."""
    from django.core import checks

    remedy = "Run python manage.py check, and correct what it says."
    try:
        found = [one for one in checks.run_checks() if one.level >= checks.ERROR and not one.is_silenced()]
    except Exception as error:
        yield problem(f"The system checks fail: {words(error)}", remedy)
        return
    for one in found[:5]:
        yield problem(f"{one.id or 'Error'}: {one.msg}", one.hint or remedy)


def own_apps():
    """The apps that aren't installed packages."""
    from django.apps import apps

    return [one.name for one in apps.get_app_configs() if "-packages" not in one.path]


@question("migrations")
def migrations(facts):
    """Do the migrations load, without two that follow the same one?"""
    from django.db.migrations.loader import MigrationLoader

    try:
        conflicts = MigrationLoader(None).detect_conflicts()
    except Exception as error:
        yield problem(f"The migrations don't load: {words(error)}", "Correct them: migrate would fail.")
        return
    for app, names in conflicts.items():
        yield problem(
            f"Migrations of {app} follow the same one: {', '.join(sorted(names))}.",
            "Run python manage.py makemigrations --merge, and commit what it writes.",
        )


@question("models", "migrations")
def models(facts):
    """Does each model of the project have its migrations?"""
    from django.apps import apps
    from django.db import router
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    changed = set(
        MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    )
    own = [one for one in apps.get_app_configs() if one.name in own_apps()]
    known = {*loader.migrated_apps, *setting("MIGRATION_MODULES")}
    never = [
        one.label
        for one in own
        if one.label not in known
        and any(
            model._meta.managed and not model._meta.proxy and router.allow_migrate_model("default", model)
            for model in one.get_models()
        )
    ]
    late = [one.label for one in own if one.label in changed]
    # migrate --run-syncdb makes tables without migrations.
    if never and "syncdb" not in str(facts.get("update")):
        yield problem(
            f"No migrations in the image: {', '.join(never)}. Their tables are never made.",
            f"Run python manage.py makemigrations {' '.join(never)}, and commit what it writes. "
            "If they are there, .dockerignore leaves them out.",
        )
    if late:
        yield warning(
            f"Models without migrations: {', '.join(late)}. Their tables are not as the code expects.",
            "Run python manage.py makemigrations, and commit what it writes.",
        )


# Files


def storages():
    """The storages by alias. None is read or written; a manifest would be read at once."""
    from django.core.files.storage import storages
    from django.utils.module_loading import import_string

    made = {}
    handler: Any = storages
    for alias, one in handler.backends.items():
        kind = import_string(one["BACKEND"])
        if hasattr(kind, "read_manifest"):
            kind = type(kind)(kind.__name__, (kind,), {"read_manifest": lambda self: None})
        made[alias] = kind(**one.get("OPTIONS", {}))
    return made


def leave_manifests_unread():
    """Without servers there is none to read, which some apps do when they are imported, like Wagtail."""
    from django.contrib.staticfiles.storage import ManifestFilesMixin

    kind: Any = ManifestFilesMixin
    read = kind.read_manifest
    kind.read_manifest = lambda self: None if place(self) else read(self)


def place(storage):
    """Bucket and folder of a storage in S3, or None."""
    if not any("s3" in kind.__module__ for kind in type(storage).__mro__):
        return None
    old = getattr(storage, "settings", None)
    if not hasattr(storage, "bucket_name") and not hasattr(old, "AWS_S3_BUCKET_NAME"):
        return None
    bucket = getattr(storage, "bucket_name", None) or getattr(old, "AWS_S3_BUCKET_NAME", "")
    folder = getattr(storage, "location", None) or getattr(old, "AWS_S3_KEY_PREFIX", "")
    return str(bucket or ""), str(folder or "").strip("/")


def in_bucket():
    """The storages in the stack's bucket, by what they are called, with their folders: those of STORAGES, then of fields."""
    seen = {}
    for name, one in [*((f'STORAGES["{alias}"]', one) for alias, one in storages().items()), *uploads()]:
        where = place(one)
        if (
            where
            and where[0] == ENV.get("S3_BUCKET_NAME")
            and seen.setdefault((one.__class__, getattr(one, "default_acl", None), where), name) == name
        ):
            yield name, one, where[1]


def uploads():
    """The fields with files, as (name, storage)."""
    from django.apps import apps

    fields = [field for model in apps.get_models() for field in model._meta.fields]
    return [(str(field), field.storage) for field in fields if hasattr(field, "storage")]


def mounted(path):
    """Whether the path is on a volume of the stack, which outlives the container."""
    path = os.path.abspath(path)
    while path != "/" and not os.path.ismount(path):
        path = os.path.dirname(path)
    return not re.match(r"/($|(tmp|dev|run)(/|$))", path)


@question("storages", part="storages")
def storages_work(facts):
    """Can the storages be made, and do they name a bucket?"""
    from django.core.files.storage import default_storage as default

    try:
        made = storages()
    except Exception as error:
        yield problem(
            f"A storage of STORAGES can't be made: {words(error)}",
            'Install "django-storages[s3]", or correct it.',
        )
        return
    if "default" not in made and any(one is default for _, one in uploads()):
        yield problem('STORAGES has no "default", which uploads go to.', "Write one.")
    for alias, one in made.items():
        where = place(one)
        if where and not where[0]:
            yield problem(
                f'STORAGES["{alias}"] has no bucket.',
                'Write AWS_STORAGE_BUCKET_NAME = os.environ["S3_BUCKET_NAME"].',
            )
        elif where and ENV.get("S3_BUCKET_NAME") and not given(where[0]):
            yield warning(
                f"STORAGES[\"{alias}\"] is in the bucket {where[0]}, which isn't the stack's: may the task write there?",
                'Write AWS_STORAGE_BUCKET_NAME = os.environ["S3_BUCKET_NAME"], or allow it in ublog:permissions.task.',
            )
        if where and hasattr(one, "manifest_name") and version("storages", "django-storages") == "1.14.4":
            yield problem(
                "django-storages 1.14.4 finds no file that is there: collectstatic fails.",
                "Install a newer one.",
            )


@question("storage-prefix", "storages", "storages")
def storage_prefix(facts):
    """Do all files stay in the app's own part of the bucket?"""
    prefix = ENV.get("AWS_LOCATION", "").strip("/")
    for name, _, folder in in_bucket():
        if prefix and folder != prefix and not folder.startswith(f"{prefix}/"):
            yield problem(
                f'{name} writes to "{folder or "/"}", and the task may write to "{prefix}/" only.',
                "Let the location begin with os.environ['AWS_LOCATION'] + '/'.",
            )


@question("storage-acl", "storages", "storages")
def storage_acl(facts):
    """Does no storage send an ACL, not even `private`? The bucket refuses each, and the role may send none."""
    for name, one, _ in in_bucket():
        if getattr(one, "default_acl", None):
            yield problem(
                f"{name} has default_acl {one.default_acl}, which the bucket refuses: it has no ACLs.",
                "Take default_acl and AWS_DEFAULT_ACL out. CloudFront reads the folders static and media only.",
            )


@question("static-files", "storages", "storages")
def static_files(facts):
    """Are the static files where the stack expects them?"""
    from django.contrib.staticfiles.storage import StaticFilesStorage

    one, root = storages().get("staticfiles"), str(setting("STATIC_ROOT") or "")
    if place(one) or (root and mounted(root)):
        return
    if "django.contrib.staticfiles" not in setting("INSTALLED_APPS") or not isinstance(
        one, StaticFilesStorage
    ):
        raise Skip
    full = os.path.isdir(root) and any(os.scandir(root))
    serves = any(find_spec(name) for name in ("whitenoise", "servestatic", "dj_static"))
    if facts.get("static") != "image":
        yield (warning if full and serves else problem)(
            "collectstatic writes to the update task's own disk, which no other task sees.",
            'Write a storage of the bucket into STORAGES["staticfiles"]; or, for files that the image has from its '
            "build, set ublog:django.static to image.",
        )
    elif not full and not setting("WHITENOISE_USE_FINDERS"):
        yield problem(
            f'STATIC_ROOT "{root}" has no files in this image.', "Run collectstatic in the Dockerfile."
        )
    elif getattr(one, "manifest_name", None) and not os.path.isfile(os.path.join(root, one.manifest_name)):
        yield problem(
            f"{root} has no {one.manifest_name}: pages get 500.", "Run collectstatic in the Dockerfile."
        )
    elif not serves:
        yield warning(
            "Nothing serves the image's static files.",
            "Use WhiteNoise, or set ublog:django.static to bucket.",
        )


@question("static-manifest", "static-files", "storages")
def static_manifest(facts):
    """Does each version keep its own list of static files?"""
    one = storages().get("staticfiles")
    name = getattr(one, "manifest_name", None)
    if not name or not place(one) or not ENV.get("APP_VERSION"):
        raise Skip
    if name == "staticfiles.json":
        yield warning(
            "All versions share staticfiles.json: collecting the new version's files breaks pages of the running one.",
            "Use django_ecs.storages.StaticStorage, or a manifest_name with APP_VERSION in it.",
        )


@question("uploads", "storages", "storages")
def uploads_last(facts):
    """Do uploads outlive the container?"""
    from django.core.files.storage import FileSystemStorage, default_storage, storages

    if not uploads():
        raise Skip
    named: Any = storages
    shared = [
        default_storage,
        *(named[alias] for alias in named.backends if alias not in ("default", "staticfiles")),
    ]
    for name, one in uploads():
        memory = type(one).__name__ == "InMemoryStorage"
        if memory or (isinstance(one, FileSystemStorage) and not mounted(one.location)):
            kind = problem
            remedy = 'Write a storage of the bucket into STORAGES["default"], or put MEDIA_ROOT on a volume.'
            if not any(one is other for other in shared):
                remedy = "Take storage out of the field, so that it has the default one, or put its location on a volume."
                # One in /tmp may be meant to be forgotten.
                if not memory and one.location.startswith(tempfile.gettempdir()):
                    kind = warning
            yield kind(f"{name}: uploads are written into the container, and lost with it.", remedy)


@question("uploads-overwrite", "storages", "storages")
def uploads_overwrite(facts):
    """Does no upload overwrite another one?"""
    from django.core.files.storage import default_storage

    one = storages().get("default")
    if not place(one) or not any(used is default_storage for _, used in uploads()):
        raise Skip
    if getattr(one, "file_overwrite", False):
        yield warning("Two uploads named avatar.png become one file.", "Write AWS_S3_FILE_OVERWRITE = False.")


@question("uploads-private", "storages storage-prefix", "storages")
def uploads_private(facts):
    """Do the addresses of files work, and can CloudFront read no private ones?"""
    cdn = ENV.get("AWS_S3_CUSTOM_DOMAIN")
    for name, one, folder in in_bucket():
        folders, static = set(folder.split("/")), name == 'STORAGES["staticfiles"]'
        public = folders & {"static", "media"} and "private" not in folders
        domain = getattr(one, "custom_domain", None)
        write = (
            'Write AWS_S3_CUSTOM_DOMAIN = os.environ.get("AWS_S3_CUSTOM_DOMAIN"): a host, without https://.'
        )
        if "//" in (domain or ""):
            yield problem(
                f"{name} has the custom_domain {domain}: addresses begin with https://https://.", write
            )
            continue
        if not cdn or getattr(one, "cloudfront_signer", None):
            continue
        if domain and not given(domain.split("/")[0]):
            yield warning(f"{name} has addresses at {domain}, and the stack's CloudFront is {cdn}.", write)
        remedy = (
            f"Public files need a location with a folder {'static' if static else 'media'}, and custom_domain; "
            f'private ones "{ENV.get("AWS_LOCATION")}/private", and custom_domain None.'
        )
        if not domain and not getattr(one, "querystring_auth", True):
            yield warning(f"{name} has addresses without a signature, which S3 refuses.", remedy)
        elif not domain and public and not static:
            yield warning(
                f'{name} signs its addresses, but CloudFront shows everybody all in "{folder}".', remedy
            )
        elif domain == cdn and not public:
            yield warning(f'{name} has addresses at {cdn}, which doesn\'t show "{folder}".', remedy)


# The cache


def online(facts):
    if facts.get("offline"):
        raise Skip


def ours(url):
    """Whether it is the stack's Redis or Valkey."""
    host = urlsplit(url).hostname
    return bool(host) and host in (ENV.get("REDIS_SERVICE_HOST"), urlsplit(ENV.get("REDIS_URL", "")).hostname)


def redis_problem(what, url):
    host = urlsplit(url).hostname or ""
    remedy = f'Take {what} from os.environ["REDIS_URL"].'
    if not url.startswith("redis"):
        return None
    if ours(url) and not url.startswith("rediss://"):
        return problem(f"{what} is redis://{host}, and the server takes TLS only.", remedy)
    if not ours(url) and (host in LOCAL or not given(host)):
        return problem(f"{what} is {host}, not the stack's server.", remedy)
    return None


def cache_urls(alias):
    where = setting("CACHES")[alias].get("LOCATION") or ""
    return re.split("[,;]", where) if isinstance(where, str) else [str(one) for one in where]


@question("cache", part="cache")
def cache(facts):
    """Do all processes share one cache?"""
    from django.core.cache import caches

    in_cache = setting("SESSION_ENGINE") == "django.contrib.sessions.backends.cache"
    for alias, one in {"default": {}, **setting("CACHES")}.items():
        what = f'CACHES["{alias}"]'
        try:
            kind = type(caches[alias]).__name__
        except Exception as error:
            yield problem(f"{what} can't be made: {words(error)}", "Correct it, or install what it needs.")
            continue
        has = in_cache and alias == setting("SESSION_CACHE_ALIAS") and middleware("SessionMiddleware")
        alone = kind == "FileBasedCache" and not mounted(one["LOCATION"])
        if (has and kind == "DummyCache") or (
            (alone or kind == "LocMemCache") and (has or alias == "default")
        ):
            more = ", and has the sessions: logins come and go" if has else ""
            yield (problem if has else warning)(
                f"{what} is {kind}, which tasks don't share{more}.",
                f"Write a Redis cache into {what}, with LOCATION REDIS_URL and KEY_PREFIX CACHE_KEY_PREFIX.",
            )
        elif "edis" in one["BACKEND"] and not find_spec("redis"):
            yield problem(f"{what} needs the package redis.", "Install redis in the image.")
        elif "edis" in one["BACKEND"]:
            yield from [one for one in (redis_problem(what, url) for url in cache_urls(alias)) if one][:1]


@question("cache-prefix", "cache", "cache")
def cache_prefix(facts):
    """Do the cache's keys begin with the app's name? Other apps use the server, too."""
    from django.core.cache import caches

    for alias in setting("CACHES"):
        if not any(ours(url) for url in cache_urls(alias)):
            continue
        key = caches[alias].make_key("x")
        kind = problem if re.match(r":?\d*:?x$", key) else warning
        if ENV.get("CACHE_KEY_PREFIX", "") not in key or kind is problem:
            yield kind(
                f"A key of the cache is {key}: it hasn't the app's name, and apps on one base read each other's.",
                f'Write "KEY_PREFIX": os.environ["CACHE_KEY_PREFIX"] into CACHES["{alias}"].',
            )


@question("cache-login", "cache")
def cache_login(facts):
    """Does the cache answer?"""
    from django.core.cache import caches

    online(facts)
    if not any(url.startswith("redis") for url in cache_urls("default")):
        raise Skip
    why = failure(lambda: caches["default"].get("django-ecs-check"))
    if why:
        yield refused("The cache", why, "Take its LOCATION, with the token, from REDIS_URL.")


@question("sessions", "cache")
def sessions(facts):
    """Do all tasks share the sessions?"""
    if setting("SESSION_ENGINE", "").endswith(".file") and not mounted(
        setting("SESSION_FILE_PATH") or tempfile.gettempdir()
    ):
        yield problem(
            "Sessions are files of one container: logins come and go.",
            "Write SESSION_ENGINE = 'django.contrib.sessions.backends.cached_db'.",
        )


@question("channel-layer")
def channel_layer(facts):
    """Do all processes share the layer of Channels?"""
    layer = (setting("CHANNEL_LAYERS") or {}).get("default")
    if not layer:
        raise Skip
    remedy = 'Use channels_redis with the hosts [os.environ["REDIS_URL"]] and a prefix.'
    if "InMemory" in layer["BACKEND"]:
        yield warning("Channels' layer is each process's own: messages don't reach the others.", remedy)
    for host in layer.get("CONFIG", {}).get("hosts", ()):
        url = host.get("address", "") if isinstance(host, dict) else host
        if isinstance(url, str) and ours(url) and not url.startswith("rediss:"):
            yield problem("Channels' layer speaks no TLS, and the server takes TLS only.", remedy)


# Celery


def own_app(facts) -> tuple[Any, bool]:
    """The project's Celery app, and whether it was there without being looked for."""
    from celery import Celery, _state

    loaded = [one for one in _state._get_active_apps() if one.main != "default"]
    if loaded:
        return (_state.default_app if _state.default_app in loaded else loaded[-1]), True
    package = ENV.get("DJANGO_SETTINGS_MODULE", "").split(".")[0]
    for name in (f"{package}.celery", f"{package}.celery_app"):
        with suppress(ModuleNotFoundError):
            for one in vars(import_module(name)).values() if find_spec(name) else ():
                if isinstance(one, Celery):
                    return one, False
    return None, False


def celery(facts) -> Any:
    app = own_app(facts)[0]
    if app is None:
        raise Skip
    return app


def own_tasks(facts):
    app = celery(facts)
    # Another question asks Django's.
    ENV["CELERY_SKIP_CHECKS"] = "1"
    app.loader.import_default_modules()
    app.finalize()
    return {name: one for name, one in app.tasks.items() if not name.startswith("celery.")}


@question("celery-app")
def celery_works(facts):
    """Is there the Celery app that the stack's workers run, and do its tasks load?"""
    none = "Set ublog:workers to {}, or "
    app, loaded = own_app(facts) if find_spec("celery") else (None, False)
    if app is None:
        if not facts.get("queues"):
            raise Skip
        if find_spec("celery"):
            yield warning(
                "The stack has workers, and no Celery app was found.", f"{none}import it in __init__.py."
            )
        else:
            yield problem("The stack has workers, and the image has no Celery.", f"{none}install Celery.")
        return
    try:
        tasks = own_tasks(facts)
    except Exception as error:
        yield problem(
            f"Celery's settings or tasks don't load, so no worker starts: {words(error)}", "Correct them."
        )
        return
    if setting("CELERY_BROKER_URL") and not (app.conf.broker_url or app.conf.broker_write_url):
        yield problem(
            "CELERY_BROKER_URL is in the settings, but the Celery app reads nothing that begins with CELERY_.",
            'Write app.config_from_object("django.conf:settings", namespace="CELERY") where the app is made.',
        )
        return
    for one in own_apps():
        if find_spec(f"{one}.tasks") and f"{one}.tasks" not in sys.modules:
            yield problem(
                f"The Celery app doesn't load {one}.tasks.", "Write app.autodiscover_tasks() below it."
            )
    shared = [name for name, one in tasks.items() if hasattr(sys.modules.get(one.__module__), "shared_task")]
    if not loaded and shared:
        yield problem(
            f"Django doesn't import the Celery app: what it sends, like {shared[0]}, goes to amqp://localhost.",
            "Import the app in the __init__.py of the project's package.",
        )


@question("settings-module")
def settings_module(facts):
    """Do all processes have the settings that the stack names?"""
    # Others have imported wsgi.py and the Celery app.
    with suppress(Exception):
        import_module(setting("ASGI_APPLICATION").rpartition(".")[0])
    now = ENV.get("DJANGO_SETTINGS_MODULE", "")
    if STARTED and now != STARTED:
        yield problem(
            f"The stack names the settings {STARTED}, and wsgi.py, asgi.py or the Celery app takes {now}.",
            f'Write os.environ.setdefault("DJANGO_SETTINGS_MODULE", "{now}") there.',
        )


@question("celery-shutdown", "celery-app", "celery")
def celery_shutdown(facts):
    """Does a worker that stops wait for its tasks?"""
    conf, has = celery(facts).conf, version("celery", "celery") or ""
    # Workers have it, not the update task.
    wanted = float(ENV.get("CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT") or 0)
    if facts.get("queues") and tuple(map(int, re.findall(r"\d+", has)[:2])) < (5, 5):
        yield warning(
            f"Celery {has} stops its tasks at once when the container stops.",
            "Install Celery 5.5 or newer, or empty REMAP_SIGTERM in the worker's environment.",
        )
    elif ENV.get("REMAP_SIGTERM") and wanted > conf.worker_soft_shutdown_timeout:
        yield warning(
            f"A stopping worker waits {conf.worker_soft_shutdown_timeout} s for its tasks, and has {wanted:g} s.",
            "Write CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT, from the variable of that name.",
        )


@question("celery-broker", "celery-app", "celery")
def celery_broker(facts):
    """Is Celery's broker the stack's, over TLS?"""
    import ssl

    app = celery(facts)
    url = app.conf.broker_write_url or app.conf.broker_url
    if app.conf.task_always_eager:
        yield problem(
            "CELERY_TASK_ALWAYS_EAGER is on: tasks run in gunicorn, and no worker has any.", "Leave it out."
        )
    remedy = 'Write CELERY_BROKER_URL = os.environ["REDIS_URL"] + "?ssl_cert_reqs=required".'
    kind, _, rest = str(url or "").partition("://")
    host = urlsplit(str(url or "")).hostname
    if (
        (not rest and kind != "sqs")
        or kind in ("memory", "filesystem")
        or (host in LOCAL and not ours(str(url)))
    ):
        yield problem(f"Celery's broker is {url or 'not set'}: tasks go to the container itself.", remedy)
        return
    if not kind.startswith("redis") and host and not given(host):
        yield problem(f"Celery's broker is at {host}, which isn't the stack's.", remedy)
        return
    found = redis_problem("CELERY_BROKER_URL", str(url))
    if found:
        yield found
    elif str(url).startswith("redis") and not find_spec("redis"):
        yield problem("Celery's broker needs the package redis.", "Install celery[redis] in the image.")
    elif str(url).startswith("rediss://"):
        try:
            options = app.connection_for_write().ssl
        except Exception as error:
            yield problem(
                f"Celery can't use its broker: {words(error)}", "Install celery[redis] in the image."
            )
            return
        checks = options.get("ssl_cert_reqs") if isinstance(options, dict) else options
        if checks in (None, False, ssl.CERT_NONE, "none"):
            yield warning("Celery doesn't check the broker's certificate.", remedy)


@question("celery-broker-login", "celery-broker")
def celery_broker_login(facts):
    """Does the broker let Celery in?"""
    online(facts)
    connection = celery(facts).connection_for_write(connect_timeout=NETWORK)
    why = failure(connection.transport.establish_connection)
    if why:
        yield refused("Celery's broker", why, "Take its URL, with the token, from REDIS_URL.")


def queues(facts):
    """The queue of each task."""
    app, found = celery(facts), {}
    for name, task in own_tasks(facts).items():
        # A router of the project's own may want the arguments.
        with suppress(Exception):
            found[name] = app.amqp.router.route(dict(task._get_exec_options()), name)["queue"].name
    return found


@question("celery-queue", "celery-app", "celery")
def celery_queue(facts):
    """Does a worker take the tasks of the default queue?"""
    if not facts.get("queues"):
        raise Skip
    name, used = celery(facts).conf.task_default_queue, queues(facts).values()
    if name not in facts["queues"] and (not used or name in used):
        yield problem(
            f'No worker takes the default queue "{name}", but {", ".join(facts["queues"])}.',
            'Write CELERY_TASK_DEFAULT_QUEUE = os.environ["CELERY_TASK_DEFAULT_QUEUE"].',
        )


@question("celery-routes", "celery-app", "celery")
def celery_routes(facts):
    """Does a worker take each task that has a queue of its own?"""
    if not facts.get("queues"):
        raise Skip
    known = [*facts["queues"], celery(facts).conf.task_default_queue]
    for queue, name in {queue: name for name, queue in queues(facts).items() if queue not in known}.items():
        yield problem(
            f'No worker takes the queue "{queue}" of {name}.',
            'Add it to ublog:workers, and write os.environ["CELERY_QUEUE_PREFIX"] before its name in the route.',
        )


@question("celery-content", "celery-app")
def celery_content(facts):
    """Do workers accept the format that tasks, and results, are sent in?"""
    from kombu.serialization import registry

    conf, found = celery(facts).conf, {}
    for name, one in own_tasks(facts).items():
        found.setdefault(one.serializer or conf.task_serializer, (name, conf.accept_content))
    if conf.result_backend:
        found["result"] = ("CELERY_RESULT_SERIALIZER", conf.result_accept_content or conf.accept_content)
    for kind, (name, accepted) in found.items():
        kind = conf.result_serializer if kind == "result" else kind
        types = [registry.name_to_type.get(one, one) for one in (kind, *(accepted or [kind]))]
        if types[0] not in types[1:]:
            yield problem(
                f"{name} is sent as {kind}, and workers accept {', '.join(accepted)} only.",
                f'Write "{kind}" into CELERY_ACCEPT_CONTENT, too, or take the serializer out.',
            )


@question("celery-acks-late", "celery-app", "celery")
def celery_acks_late(facts):
    """Do tasks start over that a stopping worker can't finish?"""
    conf, tasks = celery(facts).conf, own_tasks(facts).values()
    early = sorted(one.name for one in tasks if not one.acks_late)
    if not conf.task_acks_late and (early or not tasks):
        yield warning(
            f"A task that a stopping worker can't finish is lost{', like ' + early[0] if early else ''}.",
            "Write CELERY_TASK_ACKS_LATE = True where tasks bear to run twice.",
        )


@question("celery-visibility", "celery-broker", "celery")
def celery_visibility(facts):
    """Is a task that runs long not handed to a second worker?"""
    conf = celery(facts).conf
    wanted = float(ENV.get("CELERY_VISIBILITY_TIMEOUT") or 0)
    has = (conf.broker_transport_options or {}).get("visibility_timeout", 3600)
    limit = conf.task_time_limit
    if str(conf.broker_url).startswith("redis") and has < wanted and not (limit and limit <= has):
        yield warning(
            f"A task that takes longer than {has} s runs twice at once. The stack gives {wanted:.0f} s.",
            'Write CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": int(os.environ["CELERY_VISIBILITY_TIMEOUT"])}.',
        )


@question("celery-prefix", "celery-broker", "celery")
def celery_prefix(facts):
    """Do `inspect` and `shutdown` reach this app's workers only?"""
    conf = celery(facts).conf
    has = str((conf.broker_transport_options or {}).get("global_keyprefix") or "")
    if ours(str(conf.broker_url)) and (not has or ENV.get("APP_NAME", "") not in has):
        yield warning(
            f'global_keyprefix is "{has}": inspect and shutdown reach the workers of other apps on the broker.',
            'Write "global_keyprefix": os.environ["CELERY_QUEUE_PREFIX"] into CELERY_BROKER_TRANSPORT_OPTIONS.',
        )


@question("celery-results", "celery-app")
def celery_results(facts):
    """Do results have a place that can be reached?"""
    app = celery(facts)
    url = str(app.conf.result_backend or "")
    if not url:
        raise Skip
    remedy = (
        'Write CELERY_RESULT_BACKEND = os.environ["REDIS_URL"] + "?ssl_cert_reqs=required", or leave it out.'
    )
    found = redis_problem("CELERY_RESULT_BACKEND", url)
    why = None if found else failure(lambda: app.backend)
    if found or why:
        yield found or problem(f"Celery can't use its result backend: {why}", remedy)


@question("beat", "celery-app")
def beat(facts):
    """Are beat's entries such that they run?"""
    from celery.schedules import maybe_schedule, schedule
    from celery.utils.imports import load_extension_class_names, symbol_by_name

    conf = celery(facts).conf
    try:
        symbol_by_name(conf.beat_scheduler, dict(load_extension_class_names("celery.beat_schedulers")))
    except Exception as error:
        yield problem(
            f"beat doesn't start: CELERY_BEAT_SCHEDULER can't be imported: {words(error)}",
            "Install its package, and add its app to INSTALLED_APPS.",
        )
        return
    if "Persistent" not in (conf.beat_scheduler or "Persistent") or not conf.beat_schedule:
        raise Skip
    tasks = own_tasks(facts)
    for name, entry in conf.beat_schedule.items():
        when = maybe_schedule(entry["schedule"])
        if type(when) is schedule and when.run_every >= timedelta(days=1):
            yield warning(
                f'beat\'s "{name}" runs {when.run_every} after a start, and each release starts beat anew.',
                "Write a crontab() for it.",
            )
        if entry["task"] not in tasks and not entry["task"].startswith("celery."):
            yield warning(
                f'beat\'s "{name}" sends {entry["task"]}, which is no task of this project.',
                "Correct its name.",
            )


# What else the container has


def told(handler):
    """Whether what goes to the log handler is kept."""
    from django.utils.log import AdminEmailHandler, RequireDebugTrue

    silent = isinstance(handler, (logging.NullHandler, AdminEmailHandler)) or handler.level > logging.ERROR
    if silent or any(isinstance(one, RequireDebugTrue) for one in handler.filters):
        return False
    path = getattr(handler, "baseFilename", "/dev/stderr")
    return path.startswith(("/dev/", "/proc/")) or mounted(path)


@question("logging", part="logging")
def log_handler(facts):
    """Do tracebacks reach the log?"""
    logger = logging.getLogger("django.request")
    enabled = logger.isEnabledFor(logging.ERROR)
    any_handler = logger.hasHandlers()
    handlers = []
    while logger:
        handlers += logger.handlers
        logger = logger.parent if logger.propagate else None
    if not enabled or (any_handler and not any(told(one) for one in handlers)):
        files = [one.baseFilename for one in handlers if isinstance(one, logging.FileHandler)]
        yield warning(
            f"Tracebacks go to {files[0]}, which is lost with the container, and not to the log."
            if files
            else "An error 500 leaves no traceback in the log: without DEBUG Django only mails it to ADMINS.",
            'Write LOGGING with a logging.StreamHandler in "root", as the README of pulumi-aws-django has it.',
        )


@question("mail", part="mail")
def mail(facts):
    """Does mail leave the container?"""
    if not ENV.get("DEFAULT_FROM_EMAIL"):
        raise Skip
    mailers = setting("MAILERS")
    if mailers is None:
        kind, host = setting("EMAIL_BACKEND"), setting("EMAIL_HOST")
    else:
        one = mailers.get("default", {})
        kind = one.get("BACKEND", "django.core.mail.backends.smtp.EmailBackend")
        host = one.get("OPTIONS", {}).get("host", "localhost")
    name = kind.split(".")[-2] if kind.startswith("django.core.mail.") else kind
    if (name != kind and (name != "smtp" or host in LOCAL)) or kind == "django_ecs.mail.MissingBackend":
        yield warning(
            f"Mail goes nowhere: its backend is {name}{' at ' + host if name == 'smtp' else ''}.",
            f"Take {'EMAIL_BACKEND' if mailers is None else 'MAILERS'} out behind configure(), which uses what is installed."
            if "django_ecs" in setting("INSTALLED_APPS") and find_spec("anymail") and name != kind
            else "Install django-anymail[amazon-ses], and use anymail.backends.amazon_ses.EmailBackend.",
        )
    sender, domain = (
        setting("DEFAULT_FROM_EMAIL", ""),
        ENV["DEFAULT_FROM_EMAIL"].rpartition("@")[2].strip(" >"),
    )
    if (
        re.search(r"(\b|_)ses", kind, re.I)
        and not sender.strip(" >").endswith((f"@{domain}", f".{domain}"))
        and not given(sender)
    ):
        yield warning(
            f"SES refuses the sender {sender}: its domain is {domain}.",
            'Write DEFAULT_FROM_EMAIL = os.environ["DEFAULT_FROM_EMAIL"].',
        )


@question("temp-dir")
def temporary_files(facts):
    """Can this user write temporary files?"""
    try:
        tempfile.gettempdir()
    except OSError as error:
        yield problem(
            f"Nothing can be written to /tmp: {words(error)[:120]} Celery doesn't start, and uploads fail.",
            "Bring the stack up, with /tmp in no writablePaths: it is in memory then, and any user may write there.",
        )


@question("kit")
def kit(facts):
    """Is django-ecs-kit there if the stack relies on it?"""
    from django.apps import apps

    there = find_spec("django_ecs") is not None
    used = there and apps.is_installed("django_ecs")
    if facts.get("kit") and not used:
        yield problem(
            f"ublog:django.kit is true, and {'INSTALLED_APPS' if there else 'the image'} has no django_ecs.",
            "Install django-ecs-kit and call its configure(), or set ublog:django.kit to false.",
        )
    elif facts.get("kit") is False and used:
        yield warning(
            "The project uses django-ecs-kit, and the stack doesn't know it: workers have no health check.",
            "Set ublog:django.kit to true.",
        )


# Asking


def ask_all(facts, report):
    """Fills the report. Where the settings don't load there is nothing else to ask."""
    bad = set()
    for name, (ask, needs, part) in QUESTIONS.items():
        if bad.intersection(needs) or "settings" in bad:
            bad.add(name)
            continue
        # django-ecs-kit does what the part does.
        more = f' Or let the part "{part}" of django-ecs-kit do it.' if part and not report["kit"] else ""
        found = []
        try:
            with limit(TOTAL if name == "settings" else LONGEST):
                for kind, reason, remedy in ask(facts) or ():
                    found.append((kind, reason, remedy + more))
        except Skip:
            bad.add(name)
            continue
        except (Exception, SystemExit, Late) as error:
            found.append(
                warning(
                    f"The question couldn't be answered: {words(error)}",
                    "Nothing, if the rest is right; an issue about it helps.",
                )
            )
        report["questions"] += 1
        for kind, reason, remedy in found:
            if kind == "problems":
                bad.add(name)
            report[kind].append({"question": name, "reason": hide(reason), "remedy": hide(remedy)})


def version(package, distribution):
    if find_spec(package) is None:
        return None
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return getattr(import_module(package), "__version__", "unknown")


def tell(report):
    # Whatever the container's encoding is.
    output: Any = sys.stdout
    output.reconfigure(errors="backslashreplace")
    for kind in KINDS:
        for one in report[kind]:
            print(f"{kind[:-1].upper()} {one['question']}")
            for text, first in ((one["reason"], "  "), (one["remedy"], "  -> ")):
                print(textwrap.fill(text, 80, initial_indent=first, subsequent_indent=" " * len(first),
                                    break_long_words=False, break_on_hyphens=False))  # fmt: skip
    numbers = {"questions": report["questions"], **{kind: len(report[kind]) for kind in KINDS}}
    asked, *counts = [f"{n} {name}".removesuffix("s" * (n == 1)) for name, n in numbers.items()]
    print(f"{asked} asked: {' and '.join(counts)}.")
    print("django-ecs-check", json.dumps(report), flush=True)


def end(report):
    """Ends the process at once: nothing that the project has started may hold it up, or write after the last line."""
    tell(report)
    sys.stderr.flush()
    os._exit(3 if report["problems"] else 0)


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        facts = {**json.loads(arguments[0] if arguments else "{}")}
    except (ValueError, TypeError):
        print("Write the facts as one JSON object, or none.", file=sys.stderr)
        return 2
    for word in facts.get("update") or ():
        if word.endswith("manage.py"):
            sys.path.insert(0, os.path.abspath(os.path.dirname(word)))
            break
    else:
        sys.path.insert(0, os.getcwd())
    report: dict[str, Any] = {
        "version": 1,
        "kit": version("django_ecs", "django-ecs-kit"),
        "django": version("django", "django"),
        "celery": version("celery", "celery"),
        "questions": 0,
        **{kind: [] for kind in KINDS},
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
    return end(report)


if __name__ == "__main__":
    sys.exit(main())
