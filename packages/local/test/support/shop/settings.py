# The project's own: beat sends a task every second.
CELERY_BEAT_SCHEDULE = {"greet": {"task": "shop.tasks.greet", "schedule": 1.0, "args": ["beat"]}}
