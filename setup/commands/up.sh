# Start everything, in the order it is needed, and stay: Ctrl-C, a closed terminal or `./portal down` stops it all.

cmd_up() {
  local detach='' wanted_empty='' args=("$@")
  load_settings
  while (($#)); do
    case "$1" in
      --empty) wanted_empty=1 ;;
      --detach | -d) detach=1 ;;
      --yes | -y) export PORTAL_YES=1 ;;
      --port) port="${2:-}" && set_ports && export PORTAL_PORT="$port" && shift ;;
      *) die "up doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  if everything_runs; then load_running; say "Portal runs already: $(web_url)"; return 0; fi
  choose_world "$wanted_empty"
  if [[ -n "$detach" ]]; then up_behind "${args[@]}"; else up_here; fi
}

load_running() { unset PORTAL_PORT; load_settings; }

choose_world() { # the demo is put into a store once; an empty one stays empty until it is forgotten
  if [[ -n "$1" && -z "$empty" && -f "$state/settings" ]]; then
    die "the demo is in the store already" "./portal down --forget, then ./portal up --empty"
  fi
  [[ -z "$1" ]] || empty=1
}

up_here() {
  exec 9> "$state/run/lock"
  flock -n 9 || die "another ./portal up is at work here" "./portal status shows what runs"
  printf '%s %s\n' "$$" "$(born $$)" > "$state/run/up"
  trap leave INT TERM HUP
  trap 'stop_all > /dev/null; rm -f "$state/run/up"' EXIT # whatever fails while starting
  step sdk need_sdk
  step packages need_packages postgresql:postgresql
  store_dir='' # what runs it has its user only now
  step feed need_feed
  step build build_app
  step ports need_ports
  save_settings
  lend_parts
  step store start_store
  step schema migrate_store
  local part ours=(cluster cluster-prod workers web)
  ! with_demo || ours=(cluster cluster-prod cluster-staging workers web)
  for part in "${ours[@]}"; do alive "$part" || "start_$part"; done
  for part in "${ours[@]}"; do step "$part" part_await "$part" 120 healthy "$part"; done
  printf '\n  Portal is at %s\n\n' "$(web_url)"
  if with_demo; then
    ours+=(demo)
    alive demo || step demo start_demo
  fi
  touch "$state/run/ready"
  watch_over store "${ours[@]}"
}

need_ports() {
  local pair
  local pairs=("web:$web_port" "store:$store_port" "workers:$workers_port" "cluster:$admin_port" "cluster:$registry_port" \
    "cluster:$flink_port" "cluster:$gateway_port")
  brokers_ports cluster "$kafka_port" "$kafka_sasl_port"
  pairs+=("cluster-prod:$prod_admin_port" "cluster-prod:$prod_registry_port")
  brokers_ports cluster-prod "$prod_kafka_port" "$prod_kafka_sasl_port"
  if with_demo; then
    pairs+=("cluster-staging:$staging_admin_port" "cluster-staging:$staging_registry_port")
    brokers_ports cluster-staging "$staging_kafka_port" "$staging_kafka_sasl_port"
  fi
  for pair in "${pairs[@]}"; do
    if ! alive "${pair%%:*}" && listening "${pair#*:}"; then
      die "port ${pair#*:} (${pair%%:*}) is taken by another program" \
        "choose another first port, the 30 from it are used: ./portal up --port 8700, or PORTAL_PORT=8700"
    fi
  done
  note="from $port"
}

brokers_ports() { # brokers_ports NAME FIRST-PORT...: each of its brokers' ports, added to pairs
  local first n
  for first in "${@:2}"; do
    for ((n = 0; n < brokers; n++)); do pairs+=("$1:$((first + n))"); done
  done
}

leave() {
  trap '' INT TERM HUP
  trap - EXIT
  say ""
  await_starts
  stop_all
  rm -f "$state/run/up" "$state/run/ready" "$state"/run/*.restart
  exit 0
}

up_behind() { # the same, in a session of its own; what it says is shown until it is ready
  local log="$state/logs/up.log" arg args=() pid
  for arg in "$@"; do [[ "$arg" == --detach || "$arg" == -d ]] || args+=("$arg"); done
  # Who may be asked is here; in the background nobody is.
  step sdk need_sdk
  step packages need_packages postgresql:postgresql
  rm -f "$state/run/ready"
  : > "$log"
  setsid nohup "$root/portal" up "${args[@]}" > "$log" 2>&1 < /dev/null &
  pid=$!
  tail -n +1 -f --pid="$pid" "$log" 2> /dev/null &
  until [[ -f "$state/run/ready" ]]; do
    kill -0 "$pid" 2> /dev/null || { wait; exit 1; }
    sleep 0.2
  done
  sleep 0.3
  kill "$!" 2> /dev/null || true
  say "  It runs in the background: ./portal down stops it."
}
