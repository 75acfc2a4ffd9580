"""WSGI entry point: `granian --interface wsgi portal.wsgi:application`."""

from __future__ import annotations

import os
from importlib import import_module
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
# Set up first: what is imported below needs the apps.
_django = get_wsgi_application()
application = import_module("portal.publishing.front").ReleaseFront(_django)

# Dictionaries take about a second to load: the first reader need not wait for them.
Thread(
    target=import_module("search.service").warm_up, name="search-warm-up", daemon=True
).start()
