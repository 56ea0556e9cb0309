# Hold the audit log against what was signed of it outside the database, and have it signed anew after what was signed was lost.

cmd_audit() {
  local reason='' yes=''
  case "${1:-}" in
    verify) (($# == 1)) || die "what of the audit log?" "./portal audit verify" ;;
    begin-anew) may_begin_anew "${@:2}" ;;
    *) die "what of the audit log?" "./portal audit verify" "./portal audit begin-anew --reason WORDS" ;;
  esac
  load_settings
  alive store || die "the store doesn't run" "./portal up"
  need_sdk
  lend_parts
  mapfile -t part_env < <(portal_env "$(address workers)")
  (export "${part_env[@]}" && cd "$state/app/Workers" && exec_as_part dotnet Portal.Workers.dll audit "$1" ${reason:+--reason "$reason" --yes})
}

may_begin_anew() {
  local answer
  while (($#)); do
    case "$1" in
      --reason)
        (($# > 1)) || die "$1 needs a value" "./portal help"
        reason="$2"
        shift
        ;;
      --yes | -y) yes=1 ;;
      *) die "audit begin-anew doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  [[ -n "$reason" ]] || die "why does the audit log begin anew?" "--reason WORDS: they are written into the log"
  [[ -z "$yes" ]] || return 0
  [[ -t 0 ]] || die "begin-anew asks before it sets aside what was signed, and there is nobody to ask" "add --yes"
  read -r -p "Set aside what was signed of the audit log? Look at ./portal audit verify first. Type yes: " answer
  [[ "$answer" == yes ]] || die "nothing was changed"
}
