#!/bin/sh
# Resolves the dependencies again: every hash, no address.
set -eu
cd "$(dirname "$0")/.."
UV=$(command -v uv || echo .tools/bin/uv)
RESOLVE="$UV pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q"
$RESOLVE pyproject.toml -o requirements.lock "$@"
$RESOLVE pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock "$@"
$RESOLVE requirements-clients.in -o requirements-clients.lock "$@"
$RESOLVE requirements-taguette.in -o requirements-taguette.lock "$@"
# kep_solver needs the pandas that the product leaves out: without our settings.
$RESOLVE --no-config requirements-kep.in -o requirements-kep.lock "$@"
