# Specs from files: what would change, and requesting it.

cmd_apply() {
  local from='' dry='' wait='' reason='' json=''
  while (($#)); do
    case "$1" in
      -f | --reason | --output) (($# > 1)) || die "$1 needs a value" "./portal help" ;;
    esac
    case "$1" in
      -f)
        [[ -z "$from" ]] || die "apply takes one folder or file" "./portal apply -f FOLDER"
        from="$2" && shift
        ;;
      --dry-run) dry=1 ;;
      --wait) wait=1 ;;
      --reason) reason="$2" && shift ;;
      --output) [[ "$2" == json ]] || die "apply prints text, or json with --output json" && json=1 && shift ;;
      *) die "apply doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  [[ -n "$from" ]] || die "which files?" "./portal apply -f FOLDER"
  [[ -e "$from" ]] || die "there is no $from"
  portal_client
  answers="$(mktemp -d)"
  trap 'rm -rf "$answers"' EXIT
  apply_specs
}

apply_specs() {
  local status accept=text/plain act=apply
  [[ -z "$json" ]] || accept=application/json
  [[ -z "$dry" ]] || act=plan
  specs_of "$from" > "$answers/specs.yaml"
  status="$(portal_call POST "/specs:$act?reason=$(encoded "$reason")" --data-binary "@$answers/specs.yaml" \
    -H 'Content-Type: application/yaml' -H "Accept: $accept" -D "$answers/head" -o "$answers/answer")"
  if [[ "$status" != 200 ]]; then
    [[ -s "$answers/answer" ]] && cat "$answers/answer" >&2 || warn "$portal answered $status"
    exit 1
  fi
  cat "$answers/answer"
  if [[ -n "$dry" ]]; then
    grep -qi '^portal-changes: 0' "$answers/head" && exit 0 || exit 2
  fi
  ! grep -qi '^portal-refused' "$answers/head" || exit 1
  [[ -z "$wait" ]] || wait_for_changes
}

specs_of() { # specs_of FOLDER|FILE: each file under its own name, which mistakes are reported with
  local file boundary
  printf '%s\0' "$1" > "$answers/files"
  [[ ! -d "$1" ]] || find -L "$1" -type f \( -name '*.yaml' -o -name '*.yml' \) -print0 | sort -z > "$answers/files"
  # Of our own making each time: nobody's comment is taken for the beginning of a file.
  boundary="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '# boundary: %s\n' "$boundary"
  while IFS= read -r -d '' file; do
    printf '# %s %s\n' "$boundary" "${file//$'\n'/ }"
    cat "$file"
    printf '\n'
  done < "$answers/files"
}

wait_for_changes() { # until each change came to an end; fails unless all were applied
  local change status state last ended=0
  for change in $(grep -i '^portal-awaited:' "$answers/head" | grep -oE '[0-9]+'); do
    last=''
    while :; do
      # A call that nobody answers is tried again: the change goes on meanwhile. One that is refused is refused again.
      status="$(portal_call GET "/changes/$change" -o "$answers/change" 2> /dev/null)" || status=''
      [[ "$status" != 40[134] ]] || die "$portal no longer shows change $change to this token ($status)" "PORTAL_TOKEN may have ended"
      state=''
      [[ "$status" != 200 ]] || state="$(grep -oE '"state":"[a-z-]+"' "$answers/change" | head -1 | cut -d'"' -f4)"
      [[ -z "$state" || "$state" == "$last" ]] || warn "change $change: $state"
      last="${state:-$last}"
      case "$state" in
        applied) break ;;
        '' | draft | planning | checking | pending-approval | approved | held | applying | verifying | rolling-back | stale) sleep 1 ;;
        *) ended=1 && break ;;
      esac
    done
  done
  return "$ended"
}
