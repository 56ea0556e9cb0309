# A backup: which store it is taken of or restored into, what lies in it, and how it is checked.
#
#   DIR/store.dump      all of the store as of one moment, in pg_dump's custom format; not the calendar's tables, made again at each start
#   DIR/manifest.json   version, newest migration, time, and the checksums of both files; a field a line
#   KEYS/keys.tar       what opens the passwords in the dump and signs the audit log, in a folder of its own

backup_format=1

# choose_store STORE KEYS: the one of `./portal up`, or HOST:PORT/DATABASE with its folder of keys. How to sign in there is PostgreSQL's own
# affair (PGUSER, PGPASSFILE or ~/.pgpass): no password is an argument.
choose_store() {
  local programs program
  # Those of a server that is installed here, else of PostgreSQL's client alone, which does for a store elsewhere.
  if programs="$("$root/setup/postgres.sh" bin 2> /dev/null)"; then PATH="$programs:$PATH"; fi
  for program in psql pg_dump pg_restore; do
    command -v "$program" > /dev/null || die "PostgreSQL's programs are missing: there is no $program" "apt-get install postgresql-client"
  done
  export PATH PGCONNECT_TIMEOUT=10 PGAPPNAME=portal-backup
  load_settings
  elsewhere="$1"
  if [[ -z "$1" ]]; then
    [[ -z "$2" ]] || die "--keys belongs to --store" "./portal help"
    keys="$state/keys"
    export PGHOST=127.0.0.1 PGPORT="$store_port" PGUSER=portal PGDATABASE=portal
  else
    [[ "$1" =~ ^([^:/]+):([0-9]+)/([A-Za-z0-9_-]+)$ ]] || die "a store is HOST:PORT/DATABASE, not '$1'"
    [[ -d "$2" ]] || die "where are the keys of that store?" "--keys FOLDER: what Portal:KeysDirectory names there"
    export PGHOST="${BASH_REMATCH[1]}" PGPORT="${BASH_REMATCH[2]}" PGDATABASE="${BASH_REMATCH[3]}" PGUSER="${PGUSER:-portal}"
    need_passfile
    keys="${2%/}" empty=1 # no demo in it
  fi
}

# PostgreSQL's programs pass over such a file, with a warning or none, and then miss the password.
need_passfile() {
  local mode
  [[ -n "${PGPASSFILE:-}" && -z "${PGPASSWORD:-}" ]] || return 0
  [[ -f "$PGPASSFILE" && -r "$PGPASSFILE" ]] || die "the file that PGPASSFILE names can't be read: $PGPASSFILE" "a file with the line HOST:PORT:DATABASE:USER:PASSWORD, where * stands for any"
  mode="$(stat -L -c %a "$PGPASSFILE")"
  (( (0$mode & 077) == 0 )) || die "PostgreSQL ignores $PGPASSFILE, since others than its owner may use it (mode $mode)" \
    "install -m 600 $PGPASSFILE ~/portal.pgpass, and name the copy in PGPASSFILE"
}

need_store() {
  sign_in_here
  query "$PGDATABASE" 'select 1' > /dev/null || die "the store at $PGHOST:$PGPORT/$PGDATABASE doesn't answer" "$(cat "$work/psql.log")"
}

sign_in_here() {
  [[ -z "$elsewhere" ]] || return 0
  alive store || die "the store doesn't run" "./portal up"
  PGPASSWORD="$(cat "$(store_folder)/password")" && export PGPASSWORD
}

# pg_dump and pg_restore have to be of the server's major version. An older pg_dump refuses the server; from 17 on, a newer pg_restore sets what an
# older server doesn't know (transaction_timeout), and that server's own pg_restore can't read what a newer pg_dump wrote.
need_client() { # need_client DATABASE
  local server client program folder
  server="$(query "$1" 'show server_version_num')" || die "PostgreSQL at $PGHOST:$PGPORT doesn't answer" "$(cat "$work/psql.log")"
  server=$((server / 10000))
  for folder in "/usr/lib/postgresql/$server/bin" "/usr/pgsql-$server/bin"; do # where several are installed
    if [[ -x "$folder/pg_dump" && -x "$folder/pg_restore" ]]; then PATH="$folder:$PATH"; fi
  done
  for program in pg_dump pg_restore; do
    client="$("$program" --version | sed -nE '1s/^[^0-9]*([0-9]+).*/\1/p')"
    ((client == server || (client > server && client < 17))) \
      || die "$program here is of PostgreSQL $client, and the server at $PGHOST:$PGPORT of $server: a restore with it could fail" \
        "take PostgreSQL's client in the server's version: apt-get install postgresql-client-$server (all versions are at apt.postgresql.org)"
  done
}

query() { # query DATABASE SQL: rows, their columns separated by |
  psql -XAtq -v ON_ERROR_STOP=1 -d "$1" -c "$2" 2> "$work/psql.log"
}

# The first migration came with the table that lists them: without it nothing is in a database that was ours.
applied_in() { # applied_in DATABASE: name and checksum of each
  [[ "$(query "$1" "select to_regclass('public.migration') is not null")" == t ]] || return 0
  query "$1" "select encode(checksum, 'hex') || '  ' || name from migration order by number"
}

carried() { sort -k 2 "$root/db/checksums"; }
newest() { tail -1 | cut -d ' ' -f 3; }

field() { sed -nE "s/^ *\"$1\": *\"?([^\",]*)\"?,?\$/\1/p" "$dir/manifest.json"; }

program_version() { # as the assemblies carry it
  local commit
  commit="$(git -C "$root" rev-parse --short HEAD 2> /dev/null)" || true
  printf '%s%s' "$(version_number)" "${commit:+ ($commit)}"
}
version_number() { sed -nE 's/.*<Version>(.*)<\/Version>.*/\1/p' "$root/Directory.Build.props"; }

checksum() { sha256sum "$1" | cut -d ' ' -f 1; }

# Says what is wrong with a backup, and nothing when it is whole and this version can hold it.
need_whole_backup() {
  local file wanted known
  [[ -f "$dir/manifest.json" && -f "$dir/store.dump" ]] || die "$dir is no backup: it has no manifest.json or no store.dump"
  [[ "$(field format)" == "$backup_format" ]] || die "$dir was written in format $(field format), and this version reads $backup_format" \
    "restore it with the version that wrote it: $(field portal)"
  for file in "$dir/store.dump" ${keys_from:+"$keys_from/keys.tar"}; do
    [[ -f "$file" ]] || die "$file is missing" "name its folder with --keys-from, or restore --without-keys: sealed passwords stay closed then, unless the keys lie in the store"
    wanted="$(field "${file##*/}")"
    [[ "$(checksum "$file")" == "$wanted" ]] || die "$file is damaged: its checksum isn't the manifest's" "nothing was changed"
  done
  known="$(carried | newest)"
  [[ ! "$(field migration)" > "$known" ]] || die "the backup's store is newer than this version: it has $(field migration), and the newest here is $known" \
    "restore it with version $(field portal) or a later one"
}

# What a database was migrated with has to be what this version carries; a store of an earlier one lacks the newest.
need_known_migrations() { # need_known_migrations DATABASE
  local strange
  strange="$(comm -23 <(applied_in "$1" | sort) <(sort "$root/db/checksums") | cut -d ' ' -f 3 | paste -sd ' ')"
  [[ -z "$strange" ]] || die "the store was migrated with what this version doesn't have: $strange" "take the version that wrote it"
}
