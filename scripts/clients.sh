#!/bin/sh
# Makes .clients/qda and .clients/taguette: other programs that must open our files (tests/clients).
# They are no part of the product, and want versions that it does not have. With names, only those:
# "kep" is a solver to compare with (bench/loops.py).
set -eu
cd "$(dirname "$0")/.."
UV=$(command -v uv || true)
[ -n "$UV" ] || { [ -x .tools/bin/uv ] && UV=.tools/bin/uv; } || true

# make_env FOLDER LOCK
make_env() {
    rm -rf "$1"
    if [ -n "$UV" ]; then
        "$UV" venv -q --python .venv/bin/python "$1"
        # Without our settings, which leave out what they may need.
        "$UV" pip install -q --no-config --python "$1/bin/python" --require-hashes --no-deps -r "$2"
    else
        .venv/bin/python -m venv "$1"
        "$1/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$2"
    fi
    cp "$2" "$1/.made-from"
}

lock_of() {
    case $1 in
        qda) echo requirements-clients.lock ;;
        *) echo "requirements-$1.lock" ;;
    esac
}

for name in ${*:-qda taguette}; do
    folder=.clients/$name lock=$(lock_of "$name")
    cmp -s "$lock" "$folder/.made-from" || make_env "$folder" "$lock"
done
