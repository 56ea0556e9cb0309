# Building in Release, skipped when nothing changed since.

build_log="$root/.portal/logs/build.log"

build_all() { up_to_date "$root/Portal.Tests/bin/Release/.built" || make_release build Portal.sln "$root/Portal.Tests/bin/Release/.built"; }

# What `up` runs is published, and copied to the state's folder: a build beside it can't pull the files from under it. Whether the
# code reads as ours should is what `test` looks at. PORTAL_AHEAD: a test's own `up` takes what its run has compiled ahead of time.
build_app() {
  local stamp="$root/Portal.Web/bin/Release/.published" part how=-p:RunAnalyzers=false
  # After a whole build nothing is left to compile; other options would compile all of it once more.
  if up_to_date "$root/Portal.Tests/bin/Release/.built"; then how=--no-build; fi
  up_to_date "$stamp" || make_release publish setup/up.slnf "$stamp" "$how"
  [[ ! "$state/app/.from" -nt "$stamp" ]] || return 0
  rm -rf "$state/app"
  mkdir -p "$state/app"
  for part in LocalCluster Workers Web; do cp -r "$root/Portal.$part/bin/Release/net10.0/publish" "$state/app/$part"; done
  [[ -z "${PORTAL_AHEAD:-}" ]] || take_ahead "$state/app"
  chmod -R a+rX "$state/app" # also for the user to whom root lends the parts
  touch "$state/app/.from"
}

# One compiler for all projects, of this build alone, also where the environment has each project start its own: what it has of its
# own code compiled in the first project it needn't compile again.
make_release() { # make_release VERB WHAT STAMP [OPTION...]
  local compiler="portal-$$-build" failed=
  mkdir -p "${build_log%/*}" "${3%/*}"
  dotnet "$1" "$root/$2" -c Release -v quiet --nologo -clp:NoSummary -p:UseSharedCompilation=true -p:SharedCompilationId="$compiler" \
    "${@:4}" > "$build_log" 2>&1 || failed=1
  # It would stay for ten minutes, with a gigabyte.
  ! command -v pkill > /dev/null || pkill -f -- "-pipename:$compiler" || true
  if [[ -n "$failed" ]]; then
    { grep -E ': (error|warning) ' "$build_log" | sort -u | head -20 || tail -20 "$build_log"; } >&2
    die "the build failed" "the whole story: $build_log"
  fi
  touch "$3"
  note=built
}

up_to_date() { # up_to_date STAMP; a folder counts too: its time moves when a file in it is deleted
  [[ -f "$1" ]] || return 1
  [[ -z "$(find "$root"/Portal.* "$root/db" "$root"/setup/restored* "$root"/*.props "$root"/*.json "$root/nuget.config" "$root/.editorconfig" \
    \( -name bin -o -name obj \) -prune -o -newer "$1" -print -quit)" ]] || return 1
  note="nothing changed"
}
