#!/bin/sh
# Everything that is checked without running the product.
set -eu
cd "$(dirname "$0")/.."
BIN=.venv/bin
$BIN/ruff format --check -q .
$BIN/ruff check -q .
$BIN/mypy
$BIN/lint-imports --no-cache >/dev/null || { $BIN/lint-imports --no-cache; exit 1; }
$BIN/djlint entraide --check --quiet
$BIN/djlint entraide --lint --quiet
ENTRAIDE_DATA=$(mktemp -d)
export ENTRAIDE_DATA
trap 'rm -rf "$ENTRAIDE_DATA"' EXIT
$BIN/entraide manage makemigrations --check --dry-run
$BIN/entraide manage check --fail-level WARNING
$BIN/python scripts/messages.py --check
