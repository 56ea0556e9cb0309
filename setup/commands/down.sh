# Stop everything; --forget also wipes what was stored, after asking.

cmd_down() {
  local forget='' yes=''
  while (($#)); do
    case "$1" in
      --forget) forget=1 ;;
      --yes | -y) yes=1 ;;
      *) die "down doesn't know '$1'" "./portal help" ;;
    esac
    shift
  done
  load_settings
  [[ -z "$forget" ]] || may_forget "$yes"
  if watcher > /dev/null; then stop_watcher; elif any_alive; then stop_all; else say "Nothing runs."; fi
  [[ -z "$forget" ]] || forget
}

stop_watcher() {
  local pid began
  pid="$(watcher)"
  began="$(now_ms)"
  kill -TERM "$pid"
  while watcher > /dev/null; do sleep 0.1; done
  ! any_alive || stop_all
  say "Stopped ($(seconds_since "$began") s)."
}

may_forget() {
  local answer
  [[ -z "$1" ]] || return 0
  [[ -t 0 ]] || die "--forget asks before it wipes, and there is nobody to ask" "add --yes"
  read -r -p "Wipe the store, the local cluster's data and the keys under $state? Type yes: " answer
  [[ "$answer" == yes ]] || die "nothing was wiped"
}
forget() {
  rm -rf "$(store_folder)" "${state:?}"/{cluster,cluster-prod,cluster-staging,demo,keys,settings,logs,run,app}
  say "Forgotten."
}
