from django.core.management.base import BaseCommand, CommandParser

from shop.tasks import report


class Command(BaseCommand):
    help = "Sends the task that counts the orders to a worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, help="how long it takes, REPORT_SECONDS by default")

    def handle(self, *, seconds: float | None, **_: object) -> None:
        self.stdout.write(f"report {report.delay(seconds).id}")
