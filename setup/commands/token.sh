# A short-lived API token of a seeded person, for scripts. Embedded sign-in only.

cmd_token() {
  local env
  (($# == 1)) || die "whose token?" "./portal token ada"
  load_settings
  alive store || die "the store doesn't run" "./portal up"
  need_sdk
  mapfile -t env < <(portal_env "$(web_url)")
  cd "$state/app/Web"
  exec env "${env[@]}" dotnet Portal.Web.dll token "$1"
}
