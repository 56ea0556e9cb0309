# All that is managed, as specs to keep in git.

cmd_export() {
  local query='' status
  while (($#)); do
    case "$1" in
      --team | --environment)
        (($# > 1)) || die "$1 needs a value" "./portal help"
        query+="${query:+&}${1#--}=$(encoded "$2")" && shift
        ;;
      *) die "export doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  portal_client
  answers="$(mktemp -d)"
  trap 'rm -rf "$answers"' EXIT
  status="$(portal_call GET "/specs${query:+?$query}" -o "$answers/answer")"
  if [[ "$status" != 200 ]]; then
    cat "$answers/answer" >&2
    exit 1
  fi
  cat "$answers/answer"
}
