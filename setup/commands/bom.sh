# The bill of materials as CycloneDX: every package that is shipped, with version, checksum and licence.

cmd_bom() {
  local work
  (($# <= 1)) || die "bom takes one file" "./portal bom bom.json"
  need_sdk
  [[ -f "$root/Portal.Web/obj/project.assets.json" ]] || die "nothing was restored yet" "dotnet restore, or ./portal up"
  work="$(mktemp -d)" # outside of the repository: none of its settings is for this one file
  trap 'rm -rf "${work:-}"' EXIT
  cp "$root/setup/bom/bom.cs" "$work/"
  dotnet run "$work/bom.cs" -- "$root" "$(version_number)" > "$work/bom.json" 2> "$work/log" || { cat "$work/bom.json" "$work/log" >&2; die "the bill could not be written"; }
  if (($# == 0)); then cat "$work/bom.json"; else cp "$work/bom.json" "$1" && say "Bill of materials: $1 ($(grep -c '"purl"' "$1") components)"; fi
}
