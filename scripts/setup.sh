#!/bin/sh
# Makes .venv from the hashed lock files: with uv when it can be had, else with pip.
set -eu
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9

say() { printf '%s\n' "$*" >&2; }

# A Python that really starts: a name on PATH may be an empty shim.
works() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}
PY=
for name in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if [ -n "$name" ] && works "$name"; then PY=$name; break; fi
done
if [ -z "$PY" ]; then
    say "Entraide needs Python 3.11 or later. On Debian or Ubuntu: apt-get install python3 python3-venv"
    exit 1
fi

find_uv() {
    if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then command -v uv; return; fi
    if [ -x .tools/bin/uv ]; then echo .tools/bin/uv; return; fi
    "$PY" -m venv .tools >/dev/null 2>&1 || return 0
    .tools/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION" >/dev/null 2>&1 || return 0
    echo .tools/bin/uv
}

UV=$(find_uv)
rm -rf .venv
if [ -n "$UV" ]; then
    "$UV" venv -q --python "$PY" .venv
    "$UV" pip install -q --python .venv/bin/python --require-hashes --no-deps -r requirements-dev.lock
    "$UV" pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    if ! "$PY" -m venv .venv; then
        say "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv"
        exit 1
    fi
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
touch .venv/.ready
