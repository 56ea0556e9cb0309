# What a restore does before web and workers start, for a store that PostgreSQL itself took back to an earlier time: one that was recovered to a point in
# time, or a standby that took over and lagged.
source "$root/setup/commands/restore.sh"

cmd_restored() {
  local store='' reason='' yes=''
  while (($#)); do
    case "$1" in
      --store | --reason)
        (($# > 1)) || die "$1 needs a value" "./portal help"
        case "$1" in --store) store="$2" ;; --reason) reason="$2" ;; esac
        shift
        ;;
      --yes | -y) yes=1 ;;
      *) die "restored doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  [[ -n "$reason" ]] || die "why is the store as it was earlier?" "--reason WORDS: they are written into the audit log"
  choose_store "$store" "${store:+$root}" # nothing is done with its keys
  may_prepare
  work="$(mktemp -d)" began=''
  trap leave_restore EXIT
  [[ -n "$elsewhere" ]] || start_for_restore
  need_store
  query "$PGDATABASE" "$(after_restore "by PostgreSQL's own means. Reason: $reason")" \
    || die "the store at $PGHOST:$PGPORT/$PGDATABASE was not prepared" "$(cat "$work/psql.log")"
  say "Prepared: $PGHOST:$PGPORT/$PGDATABASE."
  since_restore
  say "Next: start workers and web. Where what was signed of the audit log is newer than the store: audit begin-anew."
}

may_prepare() {
  local answer
  [[ -z "$yes" ]] || return 0
  [[ -t 0 ]] || die "restored asks before it signs everybody out and has approvals given again, and there is nobody to ask" "add --yes"
  read -r -p "Sign everybody out, and have approvals given again? Type yes: " answer
  [[ "$answer" == yes ]] || die "nothing was changed"
}
