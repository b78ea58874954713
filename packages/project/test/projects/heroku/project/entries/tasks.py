from celery import shared_task


@shared_task
def tidy():
    return 0
