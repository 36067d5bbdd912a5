"""The product's settings, with two empty views beside the product's own, and queries counted when asked."""

from realty_crm.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.empty.counted_queries", *MIDDLEWARE]  # noqa: F405
