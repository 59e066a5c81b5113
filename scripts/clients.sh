#!/bin/sh
# Makes .clients/qda and .clients/taguette: other programs that must open our files (tests/clients).
# They are no part of the product, and want versions that it does not have.
set -eu
cd "$(dirname "$0")/.."
UV=$(command -v uv || true)
[ -n "$UV" ] || { [ -x .tools/bin/uv ] && UV=.tools/bin/uv; } || true

# make_env FOLDER LOCK
make_env() {
    rm -rf "$1"
    if [ -n "$UV" ]; then
        "$UV" venv -q --python .venv/bin/python "$1"
        "$UV" pip install -q --python "$1/bin/python" --require-hashes --no-deps -r "$2"
    else
        .venv/bin/python -m venv "$1"
        "$1/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$2"
    fi
    cp "$2" "$1/.made-from"
}

for pair in qda:requirements-clients.lock taguette:requirements-taguette.lock; do
    folder=.clients/${pair%%:*} lock=${pair#*:}
    cmp -s "$lock" "$folder/.made-from" || make_env "$folder" "$lock"
done
