from celery import shared_task


@shared_task
def close(year):
    return year
