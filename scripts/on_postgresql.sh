#!/usr/bin/env bash
# Runs a command with DATABASE_URL set to a PostgreSQL of its own, on a private port of the
# loopback, and takes it down afterwards.   on_postgresql.sh COMMAND [ARGUMENTS...]
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
folder=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
as=()
if [ "$(id -u)" = 0 ]; then
    # PostgreSQL refuses to run as root.
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
# It lives as long as the command: nothing to save from a power cut. And a table that was counted
# while it was empty is read line by line for ever after: nobody counts between two tests.
quick=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off)
stop() {
    "${as[@]}" "$bin/pg_ctl" -D "$folder/db" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
cd /
"${as[@]}" "$bin/initdb" -D "$folder/db" -U entraide --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/db" -w -l "$folder/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder ${quick[*]}" \
    start >/dev/null
cd - >/dev/null
export DATABASE_URL="postgresql://entraide@127.0.0.1:$port/postgres"
"$@"
