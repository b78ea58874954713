import time
import uuid

from celery import shared_task

from rolling import ledger

BEAT = 0.05


@shared_task
def work(name: str, seconds: float) -> None:
    """Takes that long, and writes down when it starts, lives and ends."""
    run = str(uuid.uuid4())
    until = time.monotonic() + seconds
    ledger.write(name, "start", run)
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, BEAT if seconds < 60 else 1))
        ledger.write(name, "alive", run)
    ledger.write(name, "end", run)
