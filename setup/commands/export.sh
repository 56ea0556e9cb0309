# All that is managed, as specs to keep in git.

cmd_export() {
  local query=()
  while (($#)); do
    case "$1" in
      --team | --environment) query+=(--url-query "${1#--}=${2:-}") && shift ;;
      *) die "export doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  portal_client
  portal_call GET /specs "${query[@]}"
}
