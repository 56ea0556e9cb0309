#!/usr/bin/env bash
# A private PostgreSQL server in a folder of its own, on loopback, for `portal up` and for the tests.
#   postgres.sh bin                       the newest installed version's programs
#   postgres.sh start DIR PORT [--fast]   created the first time; --fast gives durability up (tests only)
#   postgres.sh database DIR PORT NAME    made unless it is there
#   postgres.sh stop DIR [immediate]      open sessions are cut; immediate: nothing is put in order first
#   postgres.sh running DIR               exit code 0 when it runs
# DIR/data is the server's, DIR/password the superuser's (named portal), DIR/log what it says.
set -euo pipefail

die() { printf 'postgres: %s\n' "$*" >&2; exit 1; }

bin() {
  local found
  found="$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin 2> /dev/null | sort -V | tail -1)" || true
  [[ -n "$found" ]] || found="$(pg_config --bindir 2> /dev/null)" || true
  [[ -x "$found/initdb" && -x "$found/pg_ctl" ]] || die "no PostgreSQL server found; install it: apt-get install postgresql"
  printf '%s\n' "$found"
}

# PostgreSQL refuses to run as root, so root lends it the user whose store it is; a new one is the system's postgres user's.
as_owner() { if [[ "$(id -u)" == 0 ]]; then runuser -u "$owner" -- "$@"; else "$@"; fi; }
need_reach() { (cd / && as_owner test -w "$1/data") || die "$1/data can't be reached by the user $owner"; }

create() {
  local dir="$1" programs="$2"
  mkdir -p "$dir"
  chmod 711 "$dir"
  (umask 077 && head -c 30 /dev/urandom | base64 | tr -d '+/=\n' > "$dir/password")
  mkdir -m 700 "$dir/data"
  [[ "$(id -u)" != 0 ]] || chown "$owner" "$dir/data" "$dir/password"
  need_reach "$dir"
  (cd / && as_owner "$programs/initdb" -D "$dir/data" -U portal --pwfile="$dir/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync --no-instructions) > "$dir/initdb.log" 2>&1 \
    || { tail -5 "$dir/initdb.log" >&2; rm -rf "$dir/data"; die "initdb failed in $dir"; }
}

start() {
  local dir="$1" port="$2" programs options try
  programs="$(bin)"
  if [[ -f "$dir/data/PG_VERSION" ]]; then need_reach "$dir"; else create "$dir" "$programs"; fi
  options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=64MB -c max_connections=200"
  if [[ "${3:-}" == --fast ]]; then
    options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_wal_size=256MB -c max_connections=1000 -c plan_cache_mode=force_generic_plan"
    # Memory that a statement gave back stays with its process: the next one needs as much.
    export GLIBC_TUNABLES=glibc.malloc.trim_threshold=33554432:glibc.malloc.top_pad=1048576:glibc.malloc.mmap_threshold=16777216
  fi
  touch "$dir/log"
  [[ "$(id -u)" != 0 ]] || chown "$owner" "$dir/log"
  # After a kill -9 its children may hold the shared memory for a moment longer.
  for try in 1 2 3 4 5; do
    (cd / && as_owner "$programs/pg_ctl" start -D "$dir/data" -l "$dir/log" -o "$options" -w -t 60) > /dev/null 2>&1 && return 0
    ((try == 5)) || sleep 1
  done
  tail -5 "$dir/log" >&2
  die "the server in $dir did not start"
}

database() {
  local password programs
  password="$(cat "$1/password")" programs="$(bin)"
  PGPASSWORD="$password" "$programs/createdb" -h 127.0.0.1 -p "$2" -U portal "$3" 2> "$1/createdb.log" \
    || grep -q 'already exists' "$1/createdb.log" || die "$(cat "$1/createdb.log")"
}

stop() {
  [[ ! -f "$1/data/postmaster.pid" ]] || (cd / && as_owner "$(bin)/pg_ctl" stop -D "$1/data" -m "${2:-fast}" -w -t 60) > /dev/null
}

running() { (cd / && as_owner "$(bin)/pg_ctl" status -D "$1/data") > /dev/null 2>&1; }

owner="$(id -u)"
if [[ "$owner" == 0 ]]; then
  owner=postgres
  [[ ! -d "${2:-}/data" ]] || owner="$(stat -L -c %U "$2/data")"
fi
case "${1:-}" in
  bin) bin ;;
  start) start "${@:2}" ;;
  database) database "${@:2}" ;;
  stop) stop "${@:2}" ;;
  running) running "$2" ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 64 ;;
esac
