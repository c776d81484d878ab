"""One look at a ticket whenever something about it changes, by the clocks of APScheduler or of Celery."""
