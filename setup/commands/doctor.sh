# What this machine has, what it lacks, and what to do about it. Changes nothing.

cmd_doctor() {
  load_settings
  troubles=0
  check sdk doctor_sdk
  check postgresql doctor_command postgresql "./portal up installs it"
  check feed doctor_feed
  check ports doctor_ports
  check disk doctor_disk
  check memory doctor_memory
  check chromium doctor_optional chromium-headless-shell "the browser tests are skipped; ./portal test installs it"
  check kcat doctor_optional kcat "its tests are skipped; ./portal test installs it"
  check nginx doctor_optional nginx "its tests are skipped; ./portal test installs it, without its service"
  check haproxy doctor_optional haproxy "its tests are skipped; ./portal test installs it, without its service"
  check engines doctor_engines
  check running doctor_running
  ((troubles == 0)) || die "$troubles of these need a hand"
}

check() { # check NAME COMMAND...: a failure's words are what to do
  local name="$1" words
  shift
  if words="$("$@" 2>&1)"; then
    printf '  ok  %-11s %s\n' "$name" "$words"
  else
    printf '  !!  %-11s %s\n' "$name" "${words#portal: }"
    troubles=$((troubles + 1))
  fi
}

doctor_sdk() {
  local missing
  missing="$(lacking "${dotnet_needs[@]}" | paste -sd ' ')"
  [[ -z "$missing" ]] || { say "its libraries are missing ($missing): ./portal up installs them"; return 1; }
  need_sdk && say "$note"
}
doctor_command() { if has "$1"; then say "found"; else say "missing: $2"; return 1; fi; }
doctor_optional() { if has "$1"; then say "found"; else say "missing: $2"; fi; }
doctor_feed() {
  if compgen -G "$root/.feed/*.nupkg" > /dev/null || compgen -G "$root/.feed/*.upstream" > /dev/null; then
    say "read; stand-ins for $(find "$root/.feed" -name '*.nupkg' | wc -l) packages"
  else
    say "not read yet: ./portal up does"
  fi
}
doctor_ports() {
  if everything_runs; then say "ours, from $port"; return 0; fi
  (source "$root/setup/commands/up.sh" && need_ports && say "free, from $port")
}
doctor_disk() {
  local free
  free="$(df -Pk "$root" | awk 'NR == 2 { print int($4 / 1024) }')"
  say "$free MB free"
  ((free >= 2048)) || { say "2048 MB are needed: make room, or put PORTAL_STATE elsewhere"; return 1; }
}
doctor_memory() {
  local free
  free="$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)"
  say "$free MB available"
  ((free >= 1024)) || { say "1024 MB are needed to build and run"; return 1; }
}
doctor_engines() {
  if [[ -n "${PORTAL_ENGINES:-}" ]]; then say "$PORTAL_ENGINES"; else say "PORTAL_ENGINES isn't set: looked for beside the checkout, else their tests are skipped"; fi
}
doctor_running() {
  local part words=()
  for part in "${parts[@]}"; do ! alive "$part" || words+=("$part"); done
  say "${words[*]:-nothing}"
}
