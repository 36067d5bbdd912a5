"""The product's settings, with what makes a suite fast: a cheap password hasher, no manifest of static files."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "a-secret-for-tests-alone-0123456789-abcdefghijklmnopqrstuvwxyz")
os.environ["SECURE_SSL_REDIRECT"] = "0"
os.environ["DEBUG"] = "0"

from realty_crm.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # noqa: F405 (each test process is one connection)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
MEDIA_ROOT = tempfile.mkdtemp(prefix="realty-media-")
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
