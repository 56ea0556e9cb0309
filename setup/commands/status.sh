# What runs, where, since when, with how much memory; --json gives the addresses for scripts.

cmd_status() {
  load_settings
  place_store
  case "${1:-}" in
    '') status_words ;;
    --json) status_json ;;
    *) die "status doesn't know '$1'" "./portal help" ;;
  esac
}

status_words() {
  local part pid
  printf '%-13s %-10s %8s  %-20s %9s  %s\n' part state pid since memory address
  for part in "${parts[@]}"; do
    if pid="$(part_pid "$part")"; then
      printf '%-13s %-10s %8s  %-20s %6s MB  %s\n' "$part" "$(condition "$part")" "$pid" "$(since "$part")" \
        $(($(memory "$pid") / 1048576)) "$(address "$part")"
    elif restarting "$part"; then
      printf '%-13s %-10s ended %s time(s), next try at %s%s\n' "$part" restarting "$restarts" "$next_try" "${why:+: $why}"
    elif with_demo || ! of_the_demo "$part"; then
      printf '%-13s %s\n' "$part" "stopped"
    fi
  done
}

status_json() {
  local part pid rows='' running=false store=''
  for part in "${parts[@]}"; do
    if ! pid="$(part_pid "$part")"; then
      ! restarting "$part" || rows+="${rows:+, }{\"name\": \"$part\", \"state\": \"restarting\", \"restarts\": $restarts, \"nextTry\": \"$next_try\", \"why\": \"$(json "$why")\"}"
      continue
    fi
    rows+="${rows:+, }{\"name\": \"$part\", \"state\": \"$(condition "$part")\", \"pid\": $pid, \"since\": \"$(since "$part")\", "
    rows+="\"memoryBytes\": $(memory "$pid"), \"address\": \"$(address "$part")\"}"
  done
  ! alive web || running=true
  ! alive store || store="$(store_connection)"
  printf '{"running": %s, "web": "%s", "workers": "%s", "store": "%s", "kafka": "%s", "kafkaSasl": "%s", "registry": "%s", "flink": "%s", "sqlGateway": "%s", "clusterAdmin": "%s", "parts": [%s]}\n' \
    "$running" "$(web_url)" "$(address workers)" "$store" "$(bootstrap "$kafka_port")" "$(bootstrap "$kafka_sasl_port")" \
    "http://127.0.0.1:$registry_port" "http://127.0.0.1:$flink_port" "http://127.0.0.1:$gateway_port" "http://127.0.0.1:$admin_port" "$rows"
}

restarting() { # restarting PART: sets restarts, next_try and why, when up waits to start it again
  local next
  watcher > /dev/null && read -r restarts next why 2> /dev/null < "$state/run/$1.restart" || return 1
  next_try="$(date -u -d "@$next" +%Y-%m-%dT%H:%M:%SZ)"
}
json() { local text="${1//\\/\\\\}"; printf '%s' "${text//\"/\\\"}"; } # a line's text within quotes

condition() { if healthy "$1" > /dev/null; then echo healthy; else echo unhealthy; fi; }

since() {
  local mark="$state/run/$1"
  [[ "$1" != store ]] || mark="$(store_folder)/data/postmaster.pid"
  date -u -d "@$(stat -c %Y "$mark")" +%Y-%m-%dT%H:%M:%SZ
}

# Bytes resident. PostgreSQL's processes share most of theirs, so there a shared page is counted once, where we may look.
memory() {
  local pid one total=0
  if [[ -z "$(children "$1")" ]]; then
    total="$(awk '/^VmRSS:/ { print $2 }' "/proc/$1/status")"
  else
    for pid in "$1" $(children "$1"); do
      one="$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2> /dev/null)" || one="$(awk '/^VmRSS:/ { print $2 }' "/proc/$pid/status")" || true
      total=$((total + ${one:-0}))
    done
  fi
  printf '%s' $((${total:-0} * 1024))
}
children() { cat /proc/"$1"/task/*/children 2> /dev/null || true; }
