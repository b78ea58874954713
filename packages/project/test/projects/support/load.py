"""Loads a project as its processes would: load.py '{"wsgi": ..., "asgi": ..., "celery": [...]}'. Prints what is wrong."""

import json
import sys

import django
from django.core import checks
from django.utils.module_loading import import_string

sys.path.insert(0, "")
asked = json.loads(sys.argv[1])
django.setup()
for one in checks.run_checks():
    print(one)
for path in asked["servers"]:
    module, _, variable = path.partition(":")
    if not callable(import_string(f"{module}.{variable or 'application'}")):
        print(f"{path} is no application")
for path in asked["celery"]:
    from celery.app.utils import find_app

    app = find_app(path)
    app.loader.import_default_modules()
    if not [name for name in app.tasks if not name.startswith("celery.")]:
        print(f"{path} has no tasks")
