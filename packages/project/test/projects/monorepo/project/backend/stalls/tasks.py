from celery import shared_task


@shared_task
def count():
    return 0
