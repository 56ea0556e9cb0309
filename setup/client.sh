# Calls of a portal's API, here or elsewhere, with a token.

portal_client() { # sets $portal, and says what is missing
  command -v curl > /dev/null || die "curl isn't installed" "apt-get install curl"
  load_settings
  portal="${PORTAL_URL:-$(web_url)}"
  [[ -n "${PORTAL_TOKEN:-}" ]] || die "PORTAL_TOKEN isn't set" "make a token under Access tokens in the portal" \
    "or, of a seeded person: export PORTAL_TOKEN=\"\$(./portal token ada)\""
}

# portal_call METHOD PATH [CURL ARGUMENTS]...: with -o the status is printed, else the body; fails when nobody answers. The
# token goes in by a file descriptor: arguments can be read by everybody on the machine.
portal_call() {
  local method="$1" path="$2" told=()
  shift 2
  [[ " $* " != *' -o '* ]] && told=(--fail-with-body) || told=(-w '%{http_code}')
  curl -sS -X "$method" "${told[@]}" --config <(printf 'header = "Authorization: Bearer %s"\n' "$PORTAL_TOKEN") "$@" \
    "${portal%/}/api/v1$path" || die "${portal} refused, or doesn't answer"
}
