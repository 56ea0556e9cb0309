# Kafka's classes as the JVM wants them in memory (class-data sharing). A test run starts twenty brokers and a hundred of Kafka's
# own command-line tools, and half of what a start costs is reading and checking the same jars again. The archive is made of what
# a broker and some tools load here, and kept beside the libraries compiled ahead of time. Where it can't be made, or doesn't fit
# the jars or the JVM any more, they run as well, only slower.
archive_classes() {
  local engine made="$root/.portal/ahead/kafka" java="${JAVA_HOME:+$JAVA_HOME/bin/}java" jars of
  engine="$(engine_found)" && command -v "$java" > /dev/null || { note="no engines here"; return 0; }
  jars="$("$engine" classpath kafka)" || { note="the engines can't be unpacked"; return 0; }
  of="$("$java" -version 2>&1; ls -l --time-style=full-iso ${jars%\*})"
  [[ ! -e "$made.jsa" || "$(cat "$made.of" 2> /dev/null)" != "$of" ]] || { note="nothing changed"; return 0; }
  rm -f "$made".*
  mkdir -p "${made%/*}"
  if archive_kafka > "$made.log" 2>&1; then printf '%s' "$of" > "$made.of"; note=created; else note="it can't be created, going on without it"; fi
}

archive_kafka() (
  work="$(mktemp -d /tmp/portal-classes-XXXXXX)" port=$((20000 + RANDOM % 9000)) topic=(--topic classes)
  trap '"$engine" stop "$work/broker"; rm -rf "$work"' EXIT
  tool() { "$engine" tool "$1" --bootstrap-server "127.0.0.1:$port" "${@:2}"; }
  export JAVA_TOOL_OPTIONS="-XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList=$work/%p.list"
  "$engine" start kafka --dir "$work/broker" --port "$port" \
    && tool topics --create "${topic[@]}" && tool configs --describe --entity-type topics --entity-name classes \
    && tool producer-perf "${topic[@]}" --num-records 10 --record-size 10 --throughput -1 \
    && tool console-consumer "${topic[@]}" --group classes --from-beginning --max-messages 10 --timeout-ms 60000 \
    && tool consumer-groups --describe --group classes || return 1
  unset JAVA_TOOL_OPTIONS
  awk '!seen[$0]++' "$work"/*.list > "$work/all"
  "$java" -XX:TieredStopAtLevel=1 -Xshare:dump -XX:SharedClassListFile="$work/all" -XX:SharedArchiveFile="$work/jsa" \
    -Xlog:disable -Xlog:all=error:stderr -cp "$jars" && mv "$work/jsa" "$made.jsa"
)

# As the tests find them (Portal.Tests/Kit/Repository.cs).
engine_found() {
  local folder="$root"
  [[ ! -x "${PORTAL_ENGINES:-}/engine" ]] || { printf '%s/engine' "$PORTAL_ENGINES"; return 0; }
  while [[ -n "$folder" ]]; do
    [[ ! -x "$folder/shared/engines/engine" ]] || { printf '%s/shared/engines/engine' "$folder"; return 0; }
    folder="${folder%/*}"
  done
  return 1
}
