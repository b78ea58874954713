"""Writes down what happens to tasks, a line each: see src/load/ledger.ts."""

import json
import os
import time


def write(task: str, what: str, run: str | None = None) -> None:
    line = {"task": task, "what": what, "at": time.time(), **({"run": run} if run else {})}
    # One write to a file that is opened for appending is whole, whoever writes besides.
    file = os.open(os.environ["LEDGER"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, (json.dumps(line) + "\n").encode())
    finally:
        os.close(file)
