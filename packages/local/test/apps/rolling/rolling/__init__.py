"""What the tests of how containers stop add to the starter's project: tasks that leave a ledger, WebSockets, settings without the kit."""

# Its Celery app is the one that tasks are sent with.
import shop  # noqa: F401
