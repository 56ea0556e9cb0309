# The tests, readable, with the totals as the last line whatever happens before it. --all: also those that show on the real
# engines once more what the local cluster has shown (docs/adr/0005-suite.md). --once: what fails is not tried again.

flaky_at_most=10

cmd_test() {
  local results word cluster filter= once= python=()
  passed=0 failed=1 skipped=0 ended=0 # not local: the last line is printed when all functions have returned
  load_settings
  for word in "$@"; do
    case "$word" in
      --all) export PORTAL_TEST_ALL=1 ;;
      --once) once=1 ;;
      --yes | -y) export PORTAL_YES=1 ;;
      -*) die "test doesn't know '$word'" "./portal help" ;;
      *) filter="$word" ;;
    esac
  done
  trap 'printf "%s passed, %s failed, %s skipped\n" "$passed" "$failed" "$skipped"' EXIT
  step sdk need_sdk
  # Its place is Debian's.
  ! command -v apt-get > /dev/null || python=(/usr/lib/python3/dist-packages/kafka:python3-kafka)
  # The font decides how wide a page's words are, and what its pictures look like.
  step packages need_packages postgresql:postgresql chromium-headless-shell:chromium-headless-shell kcat:kcat \
    "${python[@]}" nginx:nginx haproxy:haproxy /usr/share/fonts/truetype/liberation:fonts-liberation
  step feed need_feed
  step tools need_tools
  cluster="$(cluster_files)"
  # Most of it is waiting for a broker: it goes on beside the build.
  archived="$(mktemp)" # not local, for the same reason
  (archive_classes && printf '%s' "$note" > "$archived") 9>&- &
  trap 'wait; rm -f "$archived"; printf "%s passed, %s failed, %s skipped\n" "$passed" "$failed" "$skipped"' EXIT
  step build build_all
  step "ahead of time" compile_ahead
  step "kafka classes" classes_archived
  results="$(mktemp -d)"
  [[ -n "$filter" || -n "${PORTAL_TEST_ALL:-}" ]] || ! is_cluster_passed "$cluster" || export PORTAL_TEST_CLUSTER=unchanged
  run_tests "$results" all "${filter:+FullyQualifiedName~$filter}" || ended=$?
  count "$results/all.trx"
  by_folder "$results/all.trx"
  if is_worth_another_try "$results/all.trx"; then
    try_again "$results"
  else
    name_skipped "$results/all.trx"
    name_failed failed "$results/all.trx"
  fi
  # Without the engines Kafka's own tools haven't met the bundled cluster.
  ((failed > 0)) || [[ -n "$filter" || -n "${PORTAL_TEST_CLUSTER:-}" ]] || grep -q 'needs the real engines' "$results/all.trx" \
    || note_cluster_passed "$cluster"
  rm -rf "$results"
  ((failed == 0))
}

classes_archived() {
  wait
  note="$(cat "$archived")"
}

run_tests() { # run_tests RESULTS NAME [FILTER]
  local only=() longest=25m
  [[ -z "${3:-}" ]] || only=(--filter "$3")
  [[ -z "${PORTAL_LOTTERY:-}" ]] || longest=3h # as long as whoever plays it wants
  # The tests' process compiles a method again when it was called 8,192 times (0x2000), however much is compiled beside it; what it starts
  # runs for seconds and never does (Portal.Tests/Kit/ShortProcesses.cs). A thread that waits for work by turning round takes the core
  # from the one that brings it. Memory that is never to be written and executed at once is mapped twice for each method that is
  # compiled: the tests, which compile so many, do without.
  export DOTNET_TC_CallCountThreshold=2000 DOTNET_TC_CallCountingDelayMs=1
  export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 DOTNET_EnableWriteXorExecute=0
  # An event of a page that nobody handled says which it was.
  export ASPNETCORE_DETAILEDERRORS=true
  (cd "$root" && dotnet test Portal.Tests -c Release --no-build --nologo --results-directory "$1" --logger "trx;LogFileName=$2.trx" \
    --logger "console;verbosity=normal" --blame-hang-timeout "$longest" --blame-hang-dump-type none "${only[@]}" \
    | grep --line-buffered -v '^\[xUnit.net ') # it says everything twice
}

# The counters stand in one element of the result file. A run that broke off, or ran nothing, has failed, whatever they say.
count() {
  local counters total executed
  counters="$(grep -oE '<Counters [^>]*>' "$1" 2> /dev/null)" || { warn "the tests did not come to an end"; return 0; }
  total="$(counter total)" executed="$(counter executed)"
  passed="$(counter passed)" failed="$(counter failed)" skipped=$((total - executed))
  failed=$((failed + $(counter error) + $(counter timeout) + $(counter aborted)))
  if ((failed == 0 && (ended != 0 || total == 0))); then
    warn "$( ((total)) && echo "the run broke off" || echo "no test ran") (exit code $ended)"
    failed=1
  fi
}

# A few that failed while everything ran are tried once more, alone: a machine that was too busy for them isn't there then. What
# failed at first is named all the same, as flaky: it is a fault of the test, to be fixed. Not tried again is what a second try
# proves nothing about: a counterexample found by chance, and what a worker of the crash matrix left behind (not that it came too late).
is_worth_another_try() {
  [[ -z "${once:-}" && "$ended" == 1 ]] && ((failed > 0 && failed <= flaky_at_most)) && ! grep -qi 'test run was aborted' "$1" \
    && ! grep -qP 'Falsifiable|Red = (?!The worker process)' "$1" && (($(results_of Failed "$1" | wc -l) == failed))
}

try_again() { # try_again RESULTS
  local first="$failed" ran="$passed" left="$skipped" missing
  printf '\n%s failed, once more:\n' "$failed"
  ended=0
  run_tests "$1" again "$(results_of Failed "$1/all.trx" | sed 's/(.*//; s/^/FullyQualifiedName=/' | sort -u | paste -sd '|')" || ended=$?
  count "$1/again.trx"
  missing="$(comm -23 <(results_of Failed "$1/all.trx" | sort) <(results_of Passed "$1/again.trx" | sort) | wc -l)"
  ((failed >= missing)) || failed="$missing" # what didn't run again, or was skipped, has failed
  passed=$((ran + first - failed)) skipped="$left"
  name_skipped "$1/all.trx"
  name_failed "$( ((failed)) && echo "failed at first" || echo flaky)" "$1/all.trx"
  name_failed failed "$1/again.trx"
}

results_of() { # results_of OUTCOME RESULTS: the names, a line each
  grep -oE "<UnitTestResult [^>]*outcome=\"$1\"[^>]*>" "$2" | sed -nE 's/.* testName="([^"]+)".*/\1/p' || true
}

# What each folder cost: the seconds of its tests added up, which run side by side.
by_folder() {
  awk '/<UnitTestResult / && match($0, /testName="Portal\.Tests\.[A-Za-z]+/) { folder = substr($0, RSTART + 23, RLENGTH - 23)
      if (match($0, / duration="[0-9:.]+/)) { split(substr($0, RSTART + 11, RLENGTH - 11), t, ":"); seconds[folder] += t[1] * 3600 + t[2] * 60 + t[3] } }
    END { for (folder in seconds) printf "%6.0f s  %s\n", seconds[folder], folder }' "$1" 2> /dev/null | sort -rn || true
}

# The names and reasons once more beside the totals, the failed ones last: a build server keeps only the end of what was said.
name_failed() { # name_failed WORD RESULTS
  reasons_of Failed "$2" | awk -F '\t' -v word="$1" '{ print word ": " $1; for (i = 2; i <= NF && i <= 13; i++) print "  " $i }'
}

# A reason holds for many: it is printed once, and the names below it.
name_skipped() { # name_skipped RESULTS
  reasons_of NotExecuted "$1" | awk -F '\t' '{ names[$2] = names[$2] "\n  " $1; many[$2]++ }
    END { for (why in names) print "skipped (" many[why] "): " (why ? why : "without a reason") names[why] }'
}

reasons_of() { # reasons_of OUTCOME RESULTS: a line each, the name and the lines of its message between tabs
  awk -v outcome="outcome=\"$1\"" '
    function end() { if (named) print line; named = told = 0 }
    /<UnitTestResult / { end()
      named = index($0, outcome) && match($0, /testName="[^"]*"/)
      if (named) line = substr($0, RSTART + 10, RLENGTH - 11) }
    named && /<Message>/ { told = 1; sub(/.*<Message>/, "") }
    told { text = $0; sub(/<\/Message>.*/, "", text); line = line "\t" text }
    /<\/Message>/ { told = 0 }
    END { end() }' "$2" 2> /dev/null | sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&#xD;//g; s/&amp;/\&/g' || true
}
counter() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<< "$counters"; }
