# Root lends what it needn't do itself to a user who can do nothing else on the machine: the parts, and what asks on their behalf.

lent_to='' # nobody: the parts run as who started them

lend_parts() { # chosen once a command; to who called sudo, else to nobody
  local user="${SUDO_USER:-nobody}" folder
  [[ "$(id -u)" == 0 ]] || return 0
  [[ "$user" != root ]] || user=nobody
  lent_to="$user"
  if ! as_part test -x "$state/app" || ! as_part dotnet --list-runtimes > /dev/null; then
    lent_to=''
    warn "portal: the parts run as root: the user $user can't reach $state and the .NET runtime"
  else
    for folder in keys cluster cluster-prod cluster-staging demo; do
      mkdir -p "$state/$folder"
      [[ "$(stat -c %U "$state/$folder")" == "$user" ]] || chown -R "$user" "$state/$folder"
    done
  fi
}

as_part() { (cd / && exec_as_part "$@") 2> /dev/null; }
exec_as_part() { # in the place of this shell
  [[ -n "$lent_to" ]] || exec "$@"
  exec setpriv --reuid "$lent_to" --regid "$(id -g "$lent_to")" --clear-groups env HOME=/ TMPDIR=/tmp "$@"
}
