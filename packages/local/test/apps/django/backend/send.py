"""Sends tasks: `python -m backend.send <JSON>`, an object with `prefix`, and `tasks`: objects with `seconds`, `countdown`, and `after`, the
seconds since the last one."""

import json
import sys
import time

import django

django.setup()

from backend import ledger  # noqa: E402
from backend.tasks import work  # noqa: E402

order = json.loads(sys.argv[1])
for number, task in enumerate(order["tasks"]):
    time.sleep(task.get("after", 0))
    name = f"{order['prefix']}{number}"
    work.apply_async((name, task["seconds"]), countdown=task.get("countdown"))
    ledger.write(name, "sent")
print("sent", len(order["tasks"]))  # noqa: T201
