# Specs from files: what would change, and asking for it.

cmd_apply() {
  local from='' dry='' wait='' reason='' json=''
  while (($#)); do
    case "$1" in
      -f) from="${2:-}" && shift ;;
      --dry-run) dry=1 ;;
      --wait) wait=1 ;;
      --reason) reason="${2:-}" && shift ;;
      --output) [[ "${2:-}" == json ]] || die "apply prints text, or json with --output json" && json=1 && shift ;;
      *) die "apply doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  [[ -n "$from" ]] || die "which files?" "./portal apply -f FOLDER"
  [[ -e "$from" ]] || die "there is no $from"
  portal_client
  apply_specs "$(mktemp -d)"
}

apply_specs() { # apply_specs FOLDER: a folder of our own, for what is sent and answered
  trap "rm -rf '$1'" EXIT
  local status accept=text/plain act=apply
  [[ -z "$json" ]] || accept=application/json
  [[ -z "$dry" ]] || act=plan
  specs_of "$from" > "$1/specs.yaml"
  status="$(portal_call POST "/specs:$act" --url-query "reason=$reason" --data-binary "@$1/specs.yaml" \
    -H 'Content-Type: application/yaml' -H "Accept: $accept" -D "$1/head" -o "$1/answer")"
  if [[ "$status" != 200 ]]; then
    cat "$1/answer" >&2
    exit 1
  fi
  cat "$1/answer"
  if [[ -n "$dry" ]]; then
    grep -qi '^portal-changes: 0' "$1/head" && exit 0 || exit 2
  fi
  ! grep -q '^The rest was refused' "$1/answer" || exit 1
  [[ -z "$wait" ]] || wait_for_changes "$1/answer"
}

specs_of() { # specs_of FOLDER|FILE: each file under its own name, which mistakes are said with
  local file
  while IFS= read -r -d '' file; do
    printf '# file: %s\n' "$file"
    cat "$file"
    printf '\n'
  done < <(if [[ -d "$1" ]]; then find "$1" -type f \( -name '*.yaml' -o -name '*.yml' \) -print0 | sort -z; else printf '%s\0' "$1"; fi)
}

wait_for_changes() { # wait_for_changes ANSWER: until each change came to an end; fails unless all were applied
  local change state last ended=0
  for change in $(grep -oE '^Requested: change [0-9]+|"change": ?[0-9]+' "$1" | grep -oE '[0-9]+'); do
    last=''
    while :; do
      state="$(portal_call GET "/changes/$change" | grep -oE '"state":"[a-z-]+"' | head -1 | cut -d'"' -f4)"
      [[ "$state" == "$last" ]] || say "change $change: $state"
      last="$state"
      case "$state" in
        applied) break ;;
        draft | planning | checking | pending-approval | approved | held | applying | verifying | rolling-back | stale) sleep 1 ;;
        *) ended=1 && break ;;
      esac
    done
  done
  return "$ended"
}
