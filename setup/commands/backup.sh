# A backup of the store, and of the keys in a folder of their own. Nothing has to stop for it.

cmd_backup() {
  local store='' store_keys='' keys_to=''
  dir=''
  while (($#)); do
    case "$1" in
      --keys-to | --store | --keys)
        (($# > 1)) || die "$1 needs a value" "./portal help"
        case "$1" in --keys-to) keys_to="$2" ;; --store) store="$2" ;; --keys) store_keys="$2" ;; esac
        shift
        ;;
      -*) die "backup doesn't know '$1'" "./portal help" ;;
      *) dir="${1%/}" ;;
    esac
    shift
  done
  [[ -n "$dir" ]] || die "a backup needs a folder" "./portal backup /var/backups/portal/$(date +%F)"
  keys_to="${keys_to:-$dir.keys}"
  [[ ! -e "$dir" && ! -e "$keys_to" ]] || die "$dir or $keys_to exists already" "a backup is never written over another one"
  choose_store "$store" "$store_keys"
  umask 077
  mkdir -p "$(dirname "$dir")" "$(dirname "$keys_to")"
  work="$(mktemp -d "$dir.partial.XXXXXX")" keys_work="$(mktemp -d "$keys_to.partial.XXXXXX")"
  trap 'rm -rf "$work" "$keys_work"' EXIT
  need_store
  step heads keep_heads
  step store dump_store
  step keys keep_keys
  step manifest write_manifest
  rm -rf "$work"/{psql.log,heads}
  sync -f "$work" "$keys_work"
  [[ ! -e "$dir" && ! -e "$keys_to" ]] || die "$dir or $keys_to was made by somebody else meanwhile" "a backup is never written over another one"
  mv -T "$keys_work" "$keys_to"
  mv -T "$work" "$dir" # last: where this folder is, the backup is whole
  say "Backup: $dir ($(du -sh "$dir" | cut -f 1)). Keys: $keys_to."
  if ((keys_in_dump)); then
    say "The keys that seal passwords are in the dump, encrypted: keep the private key of their certificate (Portal:KeysCertificate) in another place. The dump does show names, addresses and what the clusters hold."
  else
    say "Keep the two in different places: a stolen dump opens no password without the keys. It does show names, addresses and what the clusters hold."
    [[ -z "$encrypted" ]] || say "The keys are encrypted with a certificate (Portal:KeysCertificate). A restore needs its private key, which is not in this backup: keep a copy of it in a third place."
  fi
}

# What was signed of the audit log, from before the dump: all of it is in the dump then.
keep_heads() {
  local file
  mkdir "$work/heads"
  for file in audit-heads audit-heads.older; do # the newer first: should it become the older meanwhile, it is there twice
    [[ ! -f "$keys/$file" ]] || cp "$keys/$file" "$work/heads/"
  done
}

dump_store() {
  need_client "$PGDATABASE"
  taken="$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  pg_dump --format=custom --no-owner --no-privileges --exclude-schema=quartz --lock-wait-timeout=60s --file="$work/store.dump" \
    2> "$work/psql.log" || die "the store could not be dumped" "$(tail -3 "$work/psql.log")"
  # As of the dump: the store may be migrated meanwhile.
  migrations="$(pg_restore --data-only --table=migration --file=- "$work/store.dump" | awk -F '\t' 'NF > 3 { print $1, $2 }' | sort -n)"
  [[ -n "$migrations" ]] || die "$PGHOST:$PGPORT/$PGDATABASE is no store of Portal: it has no migrations"
  keys_in_dump="$(pg_restore --data-only --table=data_protection_key --file=- "$work/store.dump" | grep -c '^key-' || true)"
  note="$(du -h "$work/store.dump" | cut -f 1)"
}

# From after the dump: whatever is sealed in it, its key was there.
keep_keys() {
  local file files=()
  cp "$work"/heads/* "$keys_work/" 2> /dev/null || true
  for file in "$keys"/key-*.xml "$keys/audit-key.pem"; do [[ ! -f "$file" ]] || { cp "$file" "$keys_work/"; }; done
  encrypted="$(grep -ls encryptedSecret "$keys_work"/key-*.xml | head -1 || true)" # by the certificate, as Data Protection marks it
  mapfile -t files < <(cd "$keys_work" && ls)
  ((${#files[@]})) || die "there are no keys in $keys" "is it the folder that Portal:KeysDirectory names?"
  tar -C "$keys_work" --owner=0 --group=0 --numeric-owner -cf "$keys_work/keys.tar" "${files[@]}"
  (cd "$keys_work" && rm -f "${files[@]}")
  note="${#files[@]} files"
}

write_manifest() {
  cat > "$work/manifest.json" <<JSON
{
  "format": $backup_format,
  "portal": "$(program_version)",
  "takenAt": "$taken",
  "migration": "$(tail -1 <<< "$migrations" | cut -d ' ' -f 2)",
  "migrations": $(wc -l <<< "$migrations"),
  "postgres": "$(query "$PGDATABASE" 'show server_version' | cut -d ' ' -f 1)",
  "empty": "$empty",
  "store.dump": "$(checksum "$work/store.dump")",
  "keys.tar": "$(checksum "$keys_work/keys.tar")"
}
JSON
}
