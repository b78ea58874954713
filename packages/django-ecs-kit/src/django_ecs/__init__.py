"""Django and Celery on AWS ECS: the application's side of pulumi-aws-django's contract with its containers."""

__version__ = "0.1.0"
