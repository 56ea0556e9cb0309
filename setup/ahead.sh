# The libraries in the folders that tests run from, compiled ahead of time (ReadyToRun): each of the many short processes of
# a test run would otherwise compile the same code again as it starts. What was compiled is kept, by the contents it was
# compiled from. Without the compiler the tests run as well, only slower.
ahead="$root/.portal/ahead" # CONTENTS.dll: what became of a library; CONTENTS.ours: that this one was compiled here

compile_ahead() {
  local compiler frameworks todo=() file sum
  compiler="$(ahead_compiler)" || { note="the compiler can't be had, going on without it"; return 0; }
  frameworks="$(dotnet --list-runtimes | awk '$1 ~ /^Microsoft\.(NETCore|AspNetCore)\.App$/ { dir = $3; gsub(/[][]/, "", dir); of[$1] = dir "/" $2 }
    END { for (name in of) print of[name] }')"
  mkdir -p "$ahead"
  while read -r sum file; do
    [[ -e "$ahead/$sum.ours" || -e "$ahead/$sum.dll" || " ${todo[*]} " == *" $sum "* ]] || todo+=("$sum" "$file")
  done < <(ahead_files)
  printf '%s\n' "${todo[@]}" | root="$root" xargs -r -n 2 -P "$(nproc)" \
    bash -c 'source "$root/setup/ahead.sh"; compile_one "$@"' "$compiler" "$frameworks"
  while read -r sum file; do
    [[ -e "$ahead/$sum.ours" || ! -e "$ahead/$sum.dll" ]] || cp "$ahead/$sum.dll" "$file"
  done < <(ahead_files)
  note="$((${#todo[@]} / 2)) libraries"
}

take_ahead() { # take_ahead FOLDER: into copies of the same libraries
  local file sum
  while read -r sum file; do
    [[ ! -e "$ahead/$sum.dll" ]] || cp "$ahead/$sum.dll" "$file"
  done < <(find "$1" -name '*.dll' -print0 | xargs -0 -r sha256sum)
}

# Not the tests and what asserts for them: a failed assertion is told with the line it stands on, which inlining moves.
ahead_files() {
  (cd "$root" && find Portal.{Tests,Web,Workers,LocalCluster}/bin/Release/net10.0 -maxdepth 1 -name '*.dll' ! -name 'Portal.Tests.dll' \
    ! -name 'Shouldly.dll' ! -name 'xunit.*' ! -name 'testhost*' -print0 | xargs -0 -r sha256sum)
}

compile_one() { # $0 COMPILER; compile_one FRAMEWORKS CONTENTS FILE; one that can't be compiled stays as it is
  local framework references=() made="$ahead/$2.part"
  for framework in $1; do references+=(-r "$framework/*.dll"); done
  (cd "$root" && timeout 120 "$0" "$3" -o "$made" "${references[@]}" -r "$(dirname "$3")/*.dll" -O) > /dev/null 2>&1 \
    || cp "$root/$3" "$made"
  touch "$ahead/$(sha256sum < "$made" | cut -d ' ' -f 1).ours"
  mv "$made" "$ahead/$2.dll"
}

# The compiler that belongs to the SDK, from the machine's package source, outside the repository and its settings.
ahead_compiler() {
  local sdk version rid packages found project
  sdk="$(cd "$root" && dotnet --info | sed -nE 's/^ *Base Path: *//p')"
  version="$(ahead_bundled BundledNETCoreAppPackageVersion)" rid="$(ahead_bundled NETCoreSdkPortableRuntimeIdentifier)"
  packages="$(dotnet nuget locals global-packages --list | sed -E 's/^[^:]*: *//; s#/$##')"
  found="$packages/microsoft.netcore.app.crossgen2.$rid/$version/tools/crossgen2"
  if [[ ! -x "$found" ]]; then
    project="$(mktemp -d)"
    printf '%s' "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>" \
      "<PackageDownload Include=\"microsoft.netcore.app.crossgen2.$rid\" Version=\"[$version]\" /></ItemGroup></Project>" > "$project/p.csproj"
    (cd "$project" && timeout 120 dotnet restore -v quiet -p:NuGetAudit=false) > /dev/null 2>&1 || true
    rm -rf "$project"
  fi
  [[ -x "$found" ]] && printf '%s\n' "$found"
}
ahead_bundled() { sed -nE "s/.*<$1>([^<]+)<.*/\1/p" "${sdk%/}/Microsoft.NETCoreSdk.BundledVersions.props" | tr -d '\r'; }
