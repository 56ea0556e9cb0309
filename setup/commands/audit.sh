# Hold the audit log against what was signed of it outside the database.

cmd_audit() {
  [[ "${1:-}" == verify && $# == 1 ]] || die "what of the audit log?" "./portal audit verify"
  load_settings
  alive store || die "the store doesn't run" "./portal up"
  need_sdk
  lend_parts
  mapfile -t part_env < <(portal_env "$(address workers)")
  (export "${part_env[@]}" && cd "$state/app/Workers" && exec_as_part dotnet Portal.Workers.dll audit verify)
}
