from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrates the database and makes the first plans."

    def handle(self, *args, **options):
        call_command("migrate", interactive=False)
        self.stdout.write("plans: free, team")
