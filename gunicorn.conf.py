"""gunicorn, as `make run`, `make serve` and a deployment start it. Values from the environment."""

import gc
import os
from typing import Any

bind = f"{os.environ.get('WEB_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", os.cpu_count() or 1))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))  # DB_POOL_SIZE follows it: one connection a thread

timeout = 60  # an export streams, so no answer is silent for this long
graceful_timeout = 30  # how long requests in hand may take to finish at a shutdown
keepalive = 15

# Whom to believe about a forwarded request is TRUSTED_PROXIES' to say (core.middleware), not gunicorn's.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}

limit_request_line = 8190
control_socket_disable = True
loglevel = os.environ.get("WEB_LOG_LEVEL", "info")
accesslog = None  # the application logs each request, as JSON and without personal data


def post_worker_init(worker: Any) -> None:
    gc.freeze()  # what is loaded by now stays: no request need look through it again
