# Calls of a portal's API, here or elsewhere, with a token.

portal_client() { # sets $portal, and says what is missing
  command -v curl > /dev/null || die "curl isn't installed" "apt-get install curl"
  [[ -n "${PORTAL_URL:-}" ]] || read_settings # nothing is stored here
  portal="${PORTAL_URL:-$(web_url)}"
  [[ -n "${PORTAL_TOKEN:-}" ]] || die "PORTAL_TOKEN isn't set" "make one under API tokens in the portal" \
    "or, of a seeded person: export PORTAL_TOKEN=\"\$(./portal token ada)\""
}

# portal_call METHOD PATH [CURL ARGUMENTS]...: with -o the status is printed, else the body; fails when nobody answers. The
# token goes in by a file descriptor: arguments can be read by everybody on the machine.
portal_call() {
  local method="$1" path="$2" output=(-f)
  shift 2
  [[ " $* " != *' -o '* ]] || output=(-w '%{http_code}')
  curl -sS -X "$method" "${output[@]}" --config <(printf 'header = "Authorization: Bearer %s"\n' "$PORTAL_TOKEN") "$@" \
    "${portal%/}/api/v1$path" || die "$portal refused, or doesn't answer"
}

encoded() { # encoded TEXT: for a query, byte by byte
  local LC_ALL=C text="$1" i char
  for ((i = 0; i < ${#text}; i++)); do
    char="${text:i:1}"
    [[ "$char" == [a-zA-Z0-9._~-] ]] && printf '%s' "$char" || printf '%%%02X' "'$char"
  done
}
