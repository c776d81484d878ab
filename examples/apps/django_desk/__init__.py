"""A Django project whose tickets know when they are due: `DJANGO_SETTINGS_MODULE=django_desk.settings`."""
