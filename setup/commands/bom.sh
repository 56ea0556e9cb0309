# The bill of materials as CycloneDX: every package that is shipped, with version, checksum and licence.

cmd_bom() {
  local work file='' licences=''
  while (($#)); do
    case "$1" in
      --licences)
        (($# > 1)) || die "--licences needs a file" "./portal bom --licences licences.md"
        licences="$2"
        shift
        ;;
      -*) die "bom doesn't know '$1'" "./portal help" ;;
      *)
        [[ -z "$file" ]] || die "bom takes one file" "./portal bom bom.json"
        file="$1"
        ;;
    esac
    shift
  done
  need_sdk
  [[ -f "$root/Portal.Web/obj/project.assets.json" ]] || die "nothing was restored yet" "dotnet restore, or ./portal up"
  work="$(mktemp -d)" # outside of the repository: none of its settings is for this one file
  trap 'rm -rf "${work:-}"' EXIT
  cp "$root/setup/bom/bom.cs" "$work/"
  dotnet run "$work/bom.cs" -- "$root" "$(version_number)" > "$work/bom.json" 2> "$work/log" || { cat "$work/bom.json" "$work/log" >&2; die "the bill could not be written"; }
  if [[ -n "$licences" ]]; then licences_of "$work/bom.json" > "$licences" && say "Licences: $licences"; fi
  if [[ -n "$file" ]]; then
    cp "$work/bom.json" "$file" && say "Bill of materials: $file ($(grep -c '"purl"' "$file") components)"
  elif [[ -z "$licences" ]]; then
    cat "$work/bom.json"
  fi
}

# A table in Markdown, of a bill as bom.cs writes it: a value a line.
licences_of() { # licences_of BILL
  printf '| package | version | licence | in |\n|---|---|---|---|\n'
  awk -F '"' '
    /^      "name": / { name = $4; used = "" }
    /^      "version": / { version = $4 }
    /"id": / { licence = $4 }
    /"value": / { used = used (used == "" ? "" : ", ") $4 }
    /^    }/ && used != "" { printf "| %s | %s | %s | %s |\n", name, version, licence, used; used = "" }
  ' "$1"
}
