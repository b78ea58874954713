from celery import shared_task


@shared_task
def invite(address):
    return address
