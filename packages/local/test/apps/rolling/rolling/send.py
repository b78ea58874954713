"""Sends tasks: `python -m rolling.send <JSON>`, an object with `queue`, `prefix` and `tasks`: objects with `seconds`, how long it takes,
`countdown`, and `after`, the seconds since the last one."""

import json
import sys
import time

import django

django.setup()

from rolling import ledger  # noqa: E402
from rolling.tasks import work  # noqa: E402

order = json.loads(sys.argv[1])
for number, task in enumerate(order["tasks"]):
    time.sleep(task.get("after", 0))
    name = f"{order['prefix']}{number}"
    # First, or a task could start before it was sent.
    ledger.write(name, "sent")
    work.apply_async((name, task["seconds"]), countdown=task.get("countdown"), queue=order["queue"])
