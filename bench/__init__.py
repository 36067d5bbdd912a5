"""The benchmark, `make bench`: what the product costs at a million customers (docs/performance.md).

ROWS=10000 for every day; KEEP=1 keeps the databases for the next run. BENCH_DATABASE_URL says which PostgreSQL,
BENCH_PORT the first of two ports to serve at.
"""
