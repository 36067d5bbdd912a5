#!/bin/sh
# Makes the virtual environment $1 with the first Python here that is new enough; 3.11 is the one the lock is for.
set -eu

for python in ${PYTHON_BIN:-} python3.11 python3 python3.12 python3.13 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "Making $1 with $("$python" --version) ..."
        exec "$python" -m venv --clear "$1"
    fi
done
echo "Python 3.11 or newer is needed, and none was found. (PYTHON_BIN=/path/to/python3.11 names one.)" >&2
exit 1
