# Words for the person at the terminal: one line a step, with the seconds it took.

say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die() { # die WORDS [WAY-OUT]...: each way out on a line of its own
  printf 'portal: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '        %s\n' "$@" >&2
  exit 1
}

now_ms() { local t="$EPOCHREALTIME"; t="${t/[.,]/}"; printf '%s' "$((t / 1000))"; }
seconds_since() { local ms=$(($(now_ms) - $1)); printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100)); }

# step NAME COMMAND...: the line appears at once on a terminal and is completed when the step is done. A command may
# set $note to say more than "ok".
step() {
  local name="$1" began
  shift
  began="$(now_ms)"
  note=ok
  [[ ! -t 1 ]] || printf '  %-14s …' "$name"
  "$@" 9>&- # a server that a build leaves behind must not hold up's lock
  [[ ! -t 1 ]] || printf '\r'
  printf '  %-14s %s (%s s)\n' "$name" "$note" "$(seconds_since "$began")"
}
