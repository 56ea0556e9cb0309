# How each part is started, and when it is healthy.

# Three small processes on one machine, not a server each: give memory back rather than keep it. The youngest generation has 6 MB
# (0x600000) instead of what the processor's cache would hold; a large array (up to 0x400000) begins there too, and dies there. A
# compiler, or the tests' own process, would spend its time collecting: it is the parts that are told, and nobody else. What the runtime
# itself allocates comes from two arenas instead of one for nearly each thread, each of which keeps what it had. Code that is compiled is
# mapped once, not a second time to write it: 25 MB of web's and 45 of the workers'. Images keep the runtime's default.
part_memory=(DOTNET_EnableWriteXorExecute=0 DOTNET_gcServer=0 DOTNET_GCConserveMemory=7 DOTNET_GCgen0size=600000 DOTNET_GCLOHThreshold=400000
  MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072)
# What runs for minutes, a build too, doesn't get back what it pays for measuring which branches its code takes.
export DOTNET_TieredPGO=0

portal_env() { # portal_env URL: the environment of web and workers
  printf '%s\n' \
    "ConnectionStrings__Portal=$(store_connection)" \
    "Portal__KeysDirectory=$state/keys" \
    "Portal__Demo=$(with_demo && echo true || echo false)" \
    "Portal__Identity__Mode=Embedded" \
    "Portal__TrimMemory=true" \
    "Portal__Collecting__Every=$(with_demo && echo 00:00:03 || echo 00:00:10)" \
    "Portal__LocalCluster__Bootstrap=$(bootstrap "$kafka_port")" \
    "Portal__LocalCluster__SaslBootstrap=$(bootstrap "$kafka_sasl_port")" \
    "Portal__LocalCluster__Registry=http://127.0.0.1:$registry_port" \
    "Portal__LocalCluster__Flink=http://127.0.0.1:$flink_port" \
    "Portal__LocalCluster__SqlGateway=http://127.0.0.1:$gateway_port" \
    "Portal__LocalCluster__StagingBootstrap=$(with_demo && bootstrap "$staging_kafka_port" || true)" \
    "Portal__LocalCluster__StagingSaslBootstrap=$(with_demo && bootstrap "$staging_kafka_sasl_port" || true)" \
    "Portal__LocalCluster__StagingRegistry=http://127.0.0.1:$staging_registry_port" \
    "Portal__LocalCluster__ProductionBootstrap=$(bootstrap "$prod_kafka_port")" \
    "Portal__LocalCluster__ProductionSaslBootstrap=$(bootstrap "$prod_kafka_sasl_port")" \
    "Portal__LocalCluster__ProductionRegistry=http://127.0.0.1:$prod_registry_port" \
    "ASPNETCORE_URLS=$1"
}

start_store() {
  "$root/setup/postgres.sh" start "$(store_folder)" "$store_port"
  "$root/setup/postgres.sh" database "$(store_folder)" "$store_port" portal
}

# The schema belongs to a role of which the parts know nothing; they connect as another, which owns nothing.
migrate_store() {
  local log="$state/logs/schema.log"
  [[ -s "$state/keys/store.pgpass" ]] \
    || (umask 077 && printf '*:*:*:portal_app:%s\n' "$(head -c 30 /dev/urandom | base64 | tr -d '+/=\n')" > "$state/keys/store.pgpass")
  [[ -z "$lent_to" ]] || chown "$lent_to" "$state/keys/store.pgpass"
  (umask 077 && printf '*:*:*:portal:%s\n' "$(cat "$(store_folder)/password")" > "$state/run/owner.pgpass")
  (
    export ConnectionStrings__Portal="$(store_connection)"
    export ConnectionStrings__PortalOwner="$(connection_as portal "$state/run/owner.pgpass")"
    cd "$state/app/Workers" && dotnet Portal.Workers.dll migrate > "$log" 2>&1
  ) || { tail -5 "$log" >&2; die "the store's schema can't be brought up to date" "the whole story: $log"; }
  rm -f "$state/run/owner.pgpass"
}

# The stream runtime is dev's: one is enough to show jobs, and what people try begins there.
start_cluster() {
  start_brokers cluster "$kafka_port" "$kafka_sasl_port" "$admin_port" "$registry_port" --LocalCluster:FlinkPort="$flink_port" \
    --LocalCluster:SqlGatewayPort="$gateway_port"
}
start_cluster-prod() {
  start_brokers cluster-prod "$prod_kafka_port" "$prod_kafka_sasl_port" "$prod_admin_port" "$prod_registry_port"
}
# Staging is small: two changes of the demo ask for more than it has room for, and its cluster refuses.
start_cluster-staging() {
  start_brokers cluster-staging "$staging_kafka_port" "$staging_kafka_sasl_port" "$staging_admin_port" "$staging_registry_port" \
    --LocalCluster:MaxPartitions=80
}
start_brokers() { # start_brokers NAME FIRST-PORT FIRST-SASL-PORT ADMIN-PORT REGISTRY-PORT [OPTION...]
  part_start "$1" "$state/app/LocalCluster" dotnet Portal.LocalCluster.dll --LocalCluster:DataDirectory="$state/$1" \
    --LocalCluster:FirstPort="$2" --LocalCluster:SaslFirstPort="$3" --LocalCluster:Brokers="$brokers" \
    --LocalCluster:AdminPort="$4" --LocalCluster:RegistryPort="$5" "${@:6}"
}

# Nobody looks at them: on a machine that has too much to do, pages come first.
start_workers() { start_portal workers Workers "http://127.0.0.1:$workers_port" nice -n 10; }

start_web() { start_portal web Web "$(web_url)"; }

start_portal() { # start_portal NAME PROJECT URL [HOW...]
  mapfile -t part_env < <(portal_env "$3")
  part_start "$1" "$state/app/$2" "${@:4}" dotnet "Portal.$2.dll"
  part_env=()
}

# The demo is a client like any other: it asks the API with its people's tokens, and writes and reads over the wire. Its programs sign in;
# their passwords are shown to it once, and lie in a folder of its own.
start_demo() {
  local people=(ada grace lin iris omar tess sam mina) tokens i rows='' file="$state/keys/demo.json"
  mapfile -t tokens < <(tokens_of "${people[@]}")
  for i in "${!people[@]}"; do rows+="${rows:+, }\"${people[i]}\": \"${tokens[i]:-}\""; done
  (umask 077 && printf '{"Demo": {"Tokens": {%s}, "StagingAdmin": "%s", "Bootstrap": {"local": "%s", "local-staging": "%s", "local-prod": "%s"}, "Sasl": {"local": "%s", "local-staging": "%s", "local-prod": "%s"}}}\n' \
    "$rows" "http://127.0.0.1:$staging_admin_port" "$(bootstrap "$kafka_port")" "$(bootstrap "$staging_kafka_port")" \
    "$(bootstrap "$prod_kafka_port")" "$(bootstrap "$kafka_sasl_port")" "$(bootstrap "$staging_kafka_sasl_port")" \
    "$(bootstrap "$prod_kafka_sasl_port")" > "$file")
  [[ -z "$lent_to" ]] || chown "$lent_to" "$file"
  part_env=("Demo__Portal=$(web_url)" "Demo__Settings=$file" "Demo__State=$state/demo")
  part_start demo "$state/app/LocalCluster" dotnet Portal.LocalCluster.dll demo
  part_env=()
}
tokens_of() { # tokens_of NAME...: from the program that knows the people, a line each
  mapfile -t part_env < <(portal_env "$(web_url)")
  (export "${part_env[@]}" && cd "$state/app/Web" && exec_as_part dotnet Portal.Web.dll token "$@")
  part_env=()
}

healthy() { # healthy NAME: checked once
  case "$1" in
    cluster) http GET "$admin_port" /health ;;
    cluster-staging) http GET "$staging_admin_port" /health ;;
    cluster-prod) http GET "$prod_admin_port" /health ;;
    workers) http GET "$workers_port" /health/ready ;;
    web) http GET "$web_port" /health/ready ;;
    # Its process is there before it takes connections.
    store) alive store && [[ "$(sed -n 8p "$(store_folder)/data/postmaster.pid" 2> /dev/null)" == ready* ]] ;;
    *) alive "$1" ;;
  esac
}
address() {
  case "$1" in
    store) printf '127.0.0.1:%s' "$store_port" ;;
    cluster) bootstrap "$kafka_port" ;;
    cluster-staging) bootstrap "$staging_kafka_port" ;;
    cluster-prod) bootstrap "$prod_kafka_port" ;;
    workers) printf 'http://127.0.0.1:%s' "$workers_port" ;;
    web) web_url ;;
    *) printf '%s' - ;;
  esac
}
