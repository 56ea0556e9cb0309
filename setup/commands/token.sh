# A short-lived API token of a seeded person, for scripts. Embedded sign-in only.

cmd_token() {
  (($# == 1)) || die "whose token?" "./portal token ada"
  load_settings
  alive store || die "the store doesn't run" "./portal up"
  need_sdk
  lend_parts
  tokens_of "$1"
}
