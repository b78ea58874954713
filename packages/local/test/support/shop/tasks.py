from celery import shared_task


@shared_task
def greet(name):
    print(f"greeted {name}")


@shared_task(bind=True)
def long(self, seconds):
    """Prints when it starts, and when it ends."""
    import time

    print(f"started {self.request.id}", flush=True)
    time.sleep(seconds)
    print(f"ended {self.request.id}", flush=True)
