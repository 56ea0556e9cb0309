# Who looks after the parts: one that ends is started again, after 1, 2, 4 … 30 s; nobody gives up, and nobody else is stopped for it.
# $state/run/PART.restart says of a part that ended: how often, when the next try is (seconds since 1970), and why it ended.

longest_pause=30
steady_after=60 # a part that ran so long begins again with the shortest pause

watcher() { # the pid of the ./portal up that looks after the parts
  local pid birth
  read -r pid birth 2> /dev/null < "$state/run/up" && [[ "$(born "$pid")" == "$birth" ]] && printf '%s' "$pid"
}

watch_over() { # watch_over PART...
  local part
  declare -gA times_ended=() next_try=() starting=() steady_at=()
  rm -f "$state"/run/*.restart
  while sleep 1 9>&- & wait $!; do # none that outlives us holds the lock
    for part in "$@"; do
      if alive "$part"; then is_back "$part"; else is_gone "$part"; fi
    done
  done
}

is_back() {
  unset "next_try[$1]" "starting[$1]"
  [[ -n "${times_ended[$1]:-}" ]] || return 0
  : "${steady_at[$1]:=$((SECONDS + steady_after))}"
  ((SECONDS >= steady_at[$1])) || return 0
  unset "times_ended[$1]" "steady_at[$1]"
  rm -f "$state/run/$1.restart"
}

is_gone() {
  if [[ -n "${starting[$1]:-}" ]]; then
    kill -0 "${starting[$1]}" 2> /dev/null || put_off "$1"
  elif [[ -z "${next_try[$1]:-}" ]]; then
    put_off "$1"
  elif ((SECONDS >= next_try[$1])) && { [[ "$1" != demo ]] || healthy web > /dev/null; }; then # the demo's tokens come from web
    start_again "$1"
  fi
}

put_off() {
  local times=$((${times_ended[$1]:-0} + 1)) pause=$longest_pause why
  ((times > 5)) || pause=$((1 << (times - 1)))
  why="$(why_ended "$1")"
  unset "starting[$1]" "steady_at[$1]"
  times_ended[$1]=$times next_try[$1]=$((SECONDS + pause))
  # A full disk keeps neither: the part is started again all the same.
  { printf '%s %s %s\n' "$times" "$((EPOCHSECONDS + pause))" "$why" > "$state/run/restart.new"; } 2> /dev/null \
    && mv "$state/run/restart.new" "$state/run/$1.restart" || true
  say "  $1 ended and is started again in $pause s${why:+: $why}" || true
}

start_again() {
  unset "next_try[$1]"
  case "$1" in
    store | demo) # they take their time, which isn't taken from the others
      ("start_$1" > "$state/logs/$1.start.log" 2>&1 9>&-) &
      starting[$1]=$!
      ;;
    *) "start_$1" 9>&- || true ;;
  esac
}

await_starts() { # what is being started can be stopped only then
  [[ -z "${starting[*]:-}" ]] || wait "${starting[@]}" || true
}

why_ended() { # the last thing it said, without a stack and without what a line can't hold
  { grep -hvE '^ +at |^ *$' "$(log_of "$1")" "$state/logs/$1.start.log" 2> /dev/null || true; } | tail -1 | messages | tr -d '\000-\037' | sed 's/^ *//' | cut -c 1-200
}
