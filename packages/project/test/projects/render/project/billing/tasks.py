from celery import shared_task


@shared_task
def send_invoice(number):
    return number
