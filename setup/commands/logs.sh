# What a part wrote since it was started; without a part, the last lines of each.

cmd_logs() {
  local part follow='' lines=(-n 200)
  load_settings
  place_store
  for part in "$@"; do [[ "$part" != -f ]] || follow=-f; done
  part="${1:-}"
  case "$part" in
    store | cluster | cluster-prod | cluster-staging | workers | web | demo | build | up) exec tail "${lines[@]}" $follow "$(log_of "$part")" ;;
    '' | -f) last_lines ;;
    *) die "there is no part '$part'" "one of: ${parts[*]} build up" ;;
  esac
}

last_lines() {
  local part
  for part in "${parts[@]}"; do
    [[ -f "$(log_of "$part")" ]] || continue
    say "== $part"
    tail -n 10 "$(log_of "$part")"
  done
}
