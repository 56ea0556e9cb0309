# What the machine must have, found or installed. Nothing is done on a machine that has it all.

need_sdk() {
  local found
  if ! command -v dotnet > /dev/null; then
    for found in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
      [[ ! -x "$found/dotnet" ]] || { export PATH="$found:$PATH"; break; }
    done
  fi
  export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
  command -v dotnet > /dev/null || die "the .NET SDK is missing" "$sdk_way_out"
  need_packages "${dotnet_needs[@]}"
  if ! found="$(cd "$root" && dotnet --version 2> /dev/null)"; then
    found="$(dotnet --list-sdks 2> /dev/null | awk '{ print $1 }' | paste -sd ' ')"
    die "the .NET SDK is too old: $(sdk_wanted) or newer is needed, found ${found:-none}" "$sdk_way_out"
  fi
  note="SDK $found"
}
sdk_wanted() { sed -nE 's/.*"version": *"([^"]+)".*/\1/p' "$root/global.json"; }
sdk_way_out="install .NET SDK 10 as Microsoft's documentation says (learn.microsoft.com/dotnet/core/install)"

# What .NET needs and a small system lacks. A package whose name has its release in it is a pattern: apt-get takes one.
dotnet_needs=(libicuuc.so:'^libicu[0-9][0-9].?$' libssl.so.3:'^libssl3(t64)?$' libstdc++.so.6:libstdc++6 \
  /etc/ssl/certs/ca-certificates.crt:ca-certificates /usr/share/zoneinfo/UTC:tzdata)

# need_packages THING:PACKAGE...: installs the packages of the commands, headers (NAME.h), libraries (NAME.so) and files (/PATH) that aren't there.
need_packages() {
  local missing
  mapfile -t missing < <(lacking "$@")
  ((${#missing[@]})) || { note="nothing to do"; return 0; }
  install_packages "${missing[@]}"
  note="installed ${missing[*]}"
}
lacking() { local pair; for pair in "$@"; do has "${pair%%:*}" || printf '%s\n' "${pair#*:}"; done; }
has() {
  case "$1" in
    /*) [[ -e "$1" ]] ;;
    # Not through a pipe: a reader that leaves early makes its writer fail.
    *.so | *.so.*) [[ ! -x /sbin/ldconfig || "$(/sbin/ldconfig -p)" == *"$1"* ]] ;;
    postgresql) "$root/setup/postgres.sh" bin > /dev/null 2>&1 ;;
    # Debian's own place for them, which isn't on everybody's path.
    nginx | haproxy) command -v "$1" > /dev/null || [[ -x "/usr/sbin/$1" ]] ;;
    chromium) command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null ;;
    # Debian's Chromium without a window; where the system has no such package, a whole one does as well.
    chromium-headless-shell) command -v "$1" > /dev/null || { ! apt-cache show "$1" > /dev/null 2>&1 && has chromium; } ;;
    *.h) echo "#include <$1>" | cc -E -x c - > /dev/null 2>&1 ;;
    *) command -v "$1" > /dev/null ;;
  esac
}

install_packages() {
  local log as_root=()
  may_change_system "install $* with apt-get"
  if [[ "$(id -u)" != 0 ]]; then
    sudo -n true 2> /dev/null || die "this machine lacks: $*" "run: sudo apt-get install ${*@Q}$(hint_of_services "$@")"
    as_root=(sudo -n)
  fi
  command -v apt-get > /dev/null || die "this machine lacks: $*" "install them with its package manager"
  no_default_store "${as_root[@]}"
  keep_services_off "${as_root[@]}"
  log="$(mktemp)"
  if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@"; } > "$log" 2>&1 < /dev/null; then
    tail -15 "$log" >&2
    remove_service_policy "${as_root[@]}"
    die "apt-get could not install: $*" "the whole story: $log"
  fi
  remove_service_policy "${as_root[@]}"
  disable_services "$@"
  rm -f "$log"
}

# The machine is its owner's: where somebody is at the terminal, nothing outside this folder is changed before a yes.
may_change_system() {
  local answer
  [[ -z "${PORTAL_YES:-}" && -t 0 ]] || return 0
  printf '\nportal is about to %s. Go on? [y/N] ' "$1" > /dev/tty
  read -r answer
  [[ "$answer" == [yY]* ]] || die "nothing was changed" "do it by hand, or add --yes"
}

# Debian's PostgreSQL makes and starts a server of its own when installed. We bring ours, so it needn't.
no_default_store() {
  local conf=/etc/postgresql-common/createcluster.d/portal.conf
  [[ ! -d /etc/postgresql-common ]] || return 0
  "$@" mkdir -p "${conf%/*}"
  echo 'create_main_cluster = false' | "$@" tee "$conf" > /dev/null
}

need_feed() { # the feed's own needs are installed by it
  local log
  log="$(mktemp)"
  "$root/setup/feed.sh" > "$log" 2>&1 || die "the package feed could not be completed: $(tail -1 "$log")" "the whole story: $log"
  note="$(tail -1 "$log" | sed 's/^feed: //')"
  rm -f "$log"
}

need_tools() { # the formatter, which a house test calls
  (cd "$root" && dotnet tool restore > /dev/null) || die "the tools of .config/dotnet-tools.json could not be restored"
}
