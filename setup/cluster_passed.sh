# The bundled cluster's own tests, a sixth of a run, are left out while its files are those with which they passed: setup/cluster.passed
# is the hash of these. A run of everything that passes writes it; whoever commits it spares the others the same proof once more.
# Of the tests of schemas those are among them that take long and know nothing else than Portal.Schemas and its registry.

cluster_passed="$root/setup/cluster.passed"
cluster_folders=(Portal.LocalCluster Portal.Kafka Portal.Schemas Portal.Core/Schemas/RegistryWords.cs
  Portal.Tests/LocalCluster Portal.Tests/Interop Portal.Tests/Web/HandClock.cs Portal.Tests/Schemas/{Decoding,Payloads,Verdicts}
  Portal.Tests/Schemas/{avro,json,protobuf}-pairs.json
  Portal.Tests/Schemas/{AvroSamples,JsonCircleTests,JsonDataTests,JsonSamples,ProtobufCompatibilityTests,SchemaPair}.cs
  Directory.Packages.props Directory.Build.props global.json)

cluster_files() { # their hash; nothing where git doesn't know the files
  local names=()
  mapfile -d '' names < <(cd "$root" && git ls-files -z --cached --others --exclude-standard -- "${cluster_folders[@]}" 2> /dev/null | LC_ALL=C sort -zu)
  ((${#names[@]} == 0)) || (cd "$root" && sha256sum "${names[@]}" 2> /dev/null || true) | sha256sum | cut -d' ' -f1
}

is_cluster_passed() { # is_cluster_passed HASH
  [[ -n "$1" && -f "$cluster_passed" && "$1" == "$(< "$cluster_passed")" ]]
}

note_cluster_passed() { # note_cluster_passed HASH
  [[ -n "$1" && -w "$root/setup" ]] && ! is_cluster_passed "$1" || return 0
  echo "$1" > "$cluster_passed"
  echo "setup/cluster.passed is new: once it is committed, runs leave the bundled cluster's own tests out until it changes"
}
