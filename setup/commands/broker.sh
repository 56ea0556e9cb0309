# Take a broker of the local cluster away, and give it back.

cmd_broker() {
  local act="${1:-}" id="${2:-}" answer
  [[ "$act" == pause || "$act" == resume ]] && [[ "$id" =~ ^[0-9]+$ ]] || die "which broker?" "./portal broker pause|resume N"
  load_settings
  alive cluster || die "the local cluster doesn't run" "./portal up"
  answer="$(http POST "$admin_port" "/brokers/$id/$act")" || die "the local cluster refused: ${answer:-no answer}"
  say "broker $id: ${act%e}ed"
}
