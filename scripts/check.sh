#!/bin/sh
# Every check short of the tests. Stops at the first that fails.
set -eu
cd "$(dirname "$0")/.."

export SECRET_KEY="${SECRET_KEY:-for-these-checks-alone-$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')}"
export PUBLIC_URL="${PUBLIC_URL:-https://crm.example.com}" ALLOWED_HOSTS="${ALLOWED_HOSTS:-crm.example.com}"

step() {
    printf '\n== %s\n' "$*"
    "$@"
}

step python -m pip check
step python manage.py build_assets
step ruff check .
step ruff format --check .
step mypy .
step lint-imports
step djlint --lint --quiet templates
step python manage.py makemigrations --check --dry-run
step python manage.py check --deploy --fail-level WARNING
step python manage.py spectacular --validate --fail-on-warn --file /dev/null
