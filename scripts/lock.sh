#!/bin/sh
# Resolves the dependencies again: every hash, no address.
set -eu
cd "$(dirname "$0")/.."
UV=$(command -v uv || echo .tools/bin/uv)
RESOLVE="$UV pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q"
$RESOLVE -o requirements.lock "$@"
$RESOLVE --extra dev -c requirements.lock -o requirements-dev.lock "$@"
