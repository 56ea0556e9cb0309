# The processes: started in a session of their own, known by pid and by the kernel's start time of that pid.
# No bare `return` here: in a trap, where Ctrl-C brings us, it gives the status from before the trap.

# Whoever looks after them looks each second: without starting a process for it, unlike whoever has the answer printed.
read_born() { # read_born PID: sets born_at to its start time, so that a number used again isn't taken for ours
  local stat
  { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 1
  stat="${stat##*) }"
  set -- $stat
  born_at="${20:-}"
  [[ -n "$born_at" && "$1" != Z ]]
}
born() { read_born "$1" && printf '%s' "$born_at"; }

alive() { # sets living_pid
  local birth
  if [[ "$1" == store ]]; then
    store_alive
  else
    read -r living_pid birth 2> /dev/null < "$state/run/$1" || return 1
    [[ -n "$birth" ]] && read_born "$living_pid" && [[ "$born_at" == "$birth" ]]
  fi
}
store_alive() {
  local program
  place_store
  { read -r living_pid < "$store_dir/data/postmaster.pid" && IFS= read -r -d '' program < "/proc/$living_pid/cmdline"; } 2> /dev/null || return 1
  [[ "$program" == *postgres* ]]
}
part_pid() { alive "$1" && printf '%s' "$living_pid"; } # the pid of a living part
everything_runs() { local part; for part in store cluster cluster-prod workers web; do alive "$part" || return 1; done; }
any_alive() { local part; for part in "${parts[@]}"; do ! alive "$part" || return 0; done; return 1; }

part_env=() # what the next part finds in its environment; never an argument of a command, which everybody on the machine can read

part_start() { # part_start NAME FOLDER COMMAND...
  local name="$1" folder="$2" log="$state/logs/$1.log"
  shift 2
  [[ ! -s "$log" ]] || mv "$log" "$log.before"
  (start_part "$folder" "$@" > "$log" 2>&1 < /dev/null 9>&-) &
  printf '%s %s\n' "$!" "$(born "$!")" > "$state/run/$name"
  disown "$!" 2> /dev/null || true # bash needn't tell of its end, we do; one that ended already is no job any more
}

start_part() { # in the place of the shell that was made for it
  cd "$1"
  shift
  export "${part_memory[@]}" "${part_env[@]}"
  exec_as_part setsid nohup "$@"
}

part_await() { # part_await NAME SECONDS COMMAND...: until the command succeeds
  local name="$1" until=$((SECONDS + $2))
  shift 2
  until "$@" > /dev/null 2>&1; do
    alive "$name" || { last_words "$name"; die "$name ended while it started" "the whole story: ./portal logs $name"; }
    ((SECONDS < until)) || { last_words "$name"; die "$name is not healthy in time" "the whole story: ./portal logs $name"; }
    sleep 0.1
  done
}

log_of() {
  case "$1" in
    store) printf '%s/log' "$(store_folder)" ;;
    build) printf '%s' "$build_log" ;;
    *) printf '%s/logs/%s.log' "$state" "$1" ;;
  esac
}

last_words() { grep -vE '^ +at ' "$(log_of "$1")" | tail -8 | messages >&2; } # without the stack

# Of what web and workers log, which is JSON: its words. Other lines as they are, and what a terminal would obey stays escaped.
messages() {
  sed -E -e 's/^\{"Timestamp":[^{]*"Message":"(([^"\\]|\\.)*)".*/\1/' -e 't json' -e b -e ':json' \
    -e 's/\\\\/\x01/g' -e "s/\\\\u0027/'/g" -e 's/\\(u0022|")/"/g' -e 's/\\u0026/\&/g' -e 's/\\u002B/+/g' -e 's/\\u003C/</g' -e 's/\\u003E/>/g' \
    -e 's/\\u0060/`/g' -e 's/\\u00A0/\xC2\xA0/g' -e 's/\\u201C/“/g' -e 's/\\u201D/”/g' -e 's/\\u2026/…/g' -e 's/\x01/\\/g'
}

part_stop() { # SIGTERM first, SIGKILL after 20 s
  local pid until=$((SECONDS + 20))
  if [[ "$1" == store ]]; then "$root/setup/postgres.sh" stop "$(store_folder)"; return 0; fi
  pid="$(part_pid "$1")" || { rm -f "$state/run/$1"; return 0; }
  kill -TERM "$pid" 2> /dev/null || true
  while alive "$1"; do
    ((SECONDS < until)) || kill -KILL "$pid" 2> /dev/null || true
    sleep 0.05
  done
  rm -f "$state/run/$1"
}

stop_all() {
  local i
  for ((i = ${#parts[@]} - 1; i >= 0; i--)); do
    alive "${parts[i]}" || continue
    step "${parts[i]}" stop_one "${parts[i]}"
  done
}
stop_one() { part_stop "$1"; note="stopped"; }
