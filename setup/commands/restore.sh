# A backup put back: into a database of its own first, which takes the store's name once everything in it is right.

cmd_restore() {
  local store='' store_keys='' replace='' without_keys=''
  dir='' keys_from=''
  while (($#)); do
    case "$1" in
      --keys-from | --store | --keys)
        (($# > 1)) || die "$1 needs a value" "./portal help"
        case "$1" in --keys-from) keys_from="${2%/}" ;; --store) store="$2" ;; --keys) store_keys="$2" ;; esac
        shift
        ;;
      --without-keys) without_keys=1 ;;
      --replace) replace=1 ;;
      -*) die "restore doesn't know '$1'" "./portal help" ;;
      *) dir="${1%/}" ;;
    esac
    shift
  done
  [[ -n "$dir" ]] || die "which backup?" "./portal restore /var/backups/portal/2026-11-22"
  [[ -n "$without_keys" ]] || keys_from="${keys_from:-$dir.keys}"
  choose_store "$store" "$store_keys"
  umask 077
  # PostgreSQL cuts names at 63 characters.
  ((${#PGDATABASE} <= 38)) || die "the database's name has more than 38 characters, too many for the names that a restore gives beside it" "restore into one with a shorter name and rename it"
  moment="$(date -u +%Y%m%d%H%M%S)" began=''
  incoming="${PGDATABASE}_restoring_$moment"
  work="$(mktemp -d)"
  trap leave_restore EXIT
  need_whole_backup
  [[ "$(field takenAt)" =~ ^[0-9TZ:-]+$ && "$(field empty)" =~ ^1?$ ]] || die "$dir/manifest.json isn't as it was written"
  [[ -n "$elsewhere" ]] || start_for_restore
  need_store_for "$replace"
  step store load_dump
  [[ -z "$keys_from" ]] || step keys stage_keys
  step swap swap_stores
  [[ -z "$keys_from" ]] || take_heads
  [[ -n "$elsewhere" ]] || keep_emptiness
  restored_words
}

start_for_restore() { # the store alone; it is stopped again if it was stopped
  local part
  for part in workers web demo; do ! alive "$part" || die "$part runs" "./portal down, then restore, then ./portal up"; done
  if ! alive store; then
    step start start_store
    began=1
  fi
}

leave_restore() {
  [[ -z "${loaded:-}" ]] || query postgres "drop database if exists \"$incoming\" with (force)" || true
  [[ -z "${staged:-}" ]] || rm -rf "$staged"
  rm -rf "$work"
  [[ -z "$began" ]] || part_stop store
}

# An empty database, as `up` and docker-compose.yml make it, may be replaced without a word.
need_store_for() { # need_store_for REPLACE
  sign_in_here
  known="$(query postgres "select count(*) from pg_database where datname = '$PGDATABASE'")" \
    || die "PostgreSQL at $PGHOST:$PGPORT doesn't answer" "$(cat "$work/psql.log")"
  need_client postgres
  full=0
  ((known == 0)) || full="$(objects_in "$PGDATABASE")"
  ((full == 0)) || [[ -n "$1" ]] || die "the store at $PGHOST:$PGPORT/$PGDATABASE isn't empty" "restore into another one, or add --replace: the former store is kept under another name"
  ((known == 0)) || nobody_connected
}
# Of any schema and sort: a database of something else is no empty store.
objects_in() { # objects_in DATABASE
  query "$1" "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
}
# A connection is there for a moment after its program has ended.
nobody_connected() {
  local others try
  for try in 1 2 3 4 5; do
    others="$(query postgres "select string_agg(distinct coalesce(nullif(application_name, ''), usename), ', ') from pg_stat_activity where datname = '$PGDATABASE'")"
    [[ -n "$others" ]] || return 0
    ((try == 5)) || sleep 0.5
  done
  die "the store is in use: $others" "stop web and workers first"
}

load_dump() {
  loaded=1
  query postgres "create database \"$incoming\" template template0 encoding 'UTF8'" || die "no database can be created there" "$(cat "$work/psql.log")"
  pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$incoming" "$dir/store.dump" 2> "$work/psql.log" \
    || die "the dump could not be restored; nothing was changed" "$(tail -3 "$work/psql.log")"
  need_known_migrations "$incoming"
  query "$incoming" "$(after_restore "from a backup of $(field takenAt).")" || die "the restored store could not be prepared" "$(cat "$work/psql.log")"
  note="$(query "$incoming" 'select count(*) from change') changes"
}

# What has to be done before web and workers start on it, all of it or nothing.
after_restore() { # after_restore HOW: as the audit log gets it
  local quote="'"
  printf 'set portal.restored = %s;\n' "'The store was restored ${1//$quote/$quote$quote}'"
  cat "$root/setup/restored.sql" "$root/setup/restored-dues.sql"
}

# Beside those that are there, in a folder that is moved into place later. The keys that seal have names of their own and can be added at once.
stage_keys() {
  mkdir -p "$keys"
  staged="$keys/restoring-$moment"
  mkdir "$staged"
  tar -C "$staged" --no-same-owner -xf "$keys_from/keys.tar"
  chown -R --reference="$keys" "$staged"
  find "$staged" -name 'key-*.xml' -exec mv -n -t "$keys" {} +
}

# Both names in one transaction: at no time is there no store, or half of one.
swap_stores() {
  local former="${PGDATABASE}_before_$moment" sql="alter database \"$incoming\" rename to \"$PGDATABASE\""
  ((known == 0)) || sql="begin; alter database \"$PGDATABASE\" rename to \"$former\"; $sql; commit"
  query postgres "$sql" || die "the restored store could not take the name $PGDATABASE; nothing was changed" "$(cat "$work/psql.log")"
  loaded=''
  ((known > 0)) || return 0
  # Somebody may have filled it while the dump was loaded.
  if ((full == 0)) && [[ "$(objects_in "$former")" == 0 ]]; then query postgres "drop database \"$former\""; else kept="$former"; fi
}

take_heads() { # the signed heads of another log don't belong to this one
  local file
  for file in audit-key.pem audit-heads audit-heads.older; do
    if [[ -f "$keys/$file" ]] && ! cmp -s "$keys/$file" "$staged/$file"; then
      mkdir -p "$keys/before-$moment"
      mv "$keys/$file" "$keys/before-$moment/"
    fi
    [[ ! -f "$staged/$file" ]] || mv "$staged/$file" "$keys/"
  done
}

# What `up` does next: the demo isn't put into a store that never had it, nor left out of one that has. A port that was chosen for this one run isn't kept.
keep_emptiness() {
  empty="$(field empty)"
  if [[ -f "$state/settings" ]]; then sed -i "s/^empty=.*/empty=$empty/" "$state/settings"; else save_settings; fi
}

# With Portal:KeysIn=Store what seals passwords comes with the dump. An earlier store lacks the table.
keys_in_store() {
  [[ "$(query "$PGDATABASE" "select to_regclass('public.data_protection_key') is not null")" == t ]] \
    && [[ "$(query "$PGDATABASE" 'select exists (select from data_protection_key)')" == t ]]
}

restored_words() {
  say "Restored: $PGHOST:$PGPORT/$PGDATABASE as of $(field takenAt), from version $(field portal)."
  [[ -z "${kept:-}" ]] || say "The former store is the database $kept: drop it when you don't need it any more."
  if [[ -z "$keys_from" ]]; then
    keys_in_store || say "Without its keys: enter the clusters' passwords again."
    say "The audit log holds against no signed head from before."
  fi
  since_restore
  if [[ -n "$elsewhere" ]]; then say "Next: dotnet Portal.Workers.dll migrate, then workers and web."; else say "Next: ./portal up"; fi
}

# The same lines as Portal.Workers/Commands/RestoredCommand.cs writes.
since_restore() {
  say "$(cat "$root/setup/restored.txt")"
  say "Valid API tokens: $(query "$PGDATABASE" 'select count(*) from api_token where revoked_at is null and expires_at > now()')."
}
