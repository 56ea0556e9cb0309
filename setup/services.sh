# Packages that are installed for their program: the service that comes with each starts neither now, on port 80, nor with the machine.
# What they ask before they start it is a file that Debian has a place for; one that somebody else put there is left as it is.
programs_only=(nginx haproxy)
service_policy=/usr/sbin/policy-rc.d
policy_mark='by ./portal, while it installs packages'

keep_services_off() { # keep_services_off [sudo -n]
  local name
  [[ ! -e "$service_policy" ]] || grep -qsF "$policy_mark" "$service_policy" || return 0
  {
    printf '#!/bin/sh\n# %s\n' "$policy_mark"
    for name in "${programs_only[@]}"; do printf 'case " $* " in *" %s "* | *" %s.service "*) exit 101 ;; esac\n' "$name" "$name"; done
  } | "$@" tee "$service_policy" > /dev/null
  "$@" chmod 755 "$service_policy"
}
remove_service_policy() { ! grep -qsF "$policy_mark" "$service_policy" || "$@" rm -f "$service_policy"; }
disable_services() { # disable_services PACKAGE...: those of them that were just installed
  local name
  for name in "$@"; do
    is_program_only "$name" || continue
    [[ ! -d /run/systemd/system ]] || "${as_root[@]}" systemctl disable --now "$name" > /dev/null 2>&1 || true
    "${as_root[@]}" update-rc.d "$name" disable > /dev/null 2>&1 || true
  done
}
is_program_only() { local one; for one in "${programs_only[@]}"; do [[ "$one" != "$1" ]] || return 0; done; return 1; }
hint_of_services() {
  local name
  for name in "$@"; do ! is_program_only "$name" || printf '; sudo systemctl disable --now %s' "$name"; done
}
