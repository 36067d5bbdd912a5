"""The WSGI entry point: `realty_crm.wsgi` behind any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "realty_crm.settings")

application = get_wsgi_application()
