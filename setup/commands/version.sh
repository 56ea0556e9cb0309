# The version of this checkout, and what it would change in the store that runs here.

cmd_version() {
  local applied missing
  (($# == 0)) || die "version doesn't know '$1'" "./portal help"
  say "portal      $(program_version)"
  say "migrations  $(wc -l < "$root/db/checksums"), newest $(carried | newest)"
  load_settings
  if ! alive store; then
    say "store       stopped: ./portal up applies what it lacks"
    return 0
  fi
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  choose_store '' ''
  need_store
  applied="$(applied_in "$PGDATABASE")"
  say "store       $PGHOST:$PGPORT/$PGDATABASE, newest ${applied:+$(newest <<< "$applied")}"
  need_known_migrations "$PGDATABASE"
  missing="$(comm -13 <(sort <<< "$applied") <(sort "$root/db/checksums") | cut -d ' ' -f 3 | sort)"
  say "to apply    ${missing:-nothing}"
}
