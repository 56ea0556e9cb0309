# How each part is started, and when it is healthy.

# Three small processes on one machine, not a server each: give memory back rather than keep it.
export DOTNET_gcServer=0 DOTNET_GCConserveMemory=5 DOTNET_TieredPGO=0

portal_env() { # portal_env URL: what web and workers are told
  printf '%s\n' \
    "ConnectionStrings__Portal=$(store_connection)" \
    "Portal__KeysDirectory=$state/keys" \
    "Portal__Demo=$(with_demo && echo true || echo false)" \
    "Portal__Identity__Mode=Embedded" \
    "Portal__LocalCluster__Bootstrap=$(bootstrap "$kafka_port")" \
    "Portal__LocalCluster__ProductionBootstrap=$(bootstrap "$prod_kafka_port")" \
    "ASPNETCORE_URLS=$1"
}

start_store() {
  "$root/setup/postgres.sh" start "$(store_folder)" "$store_port"
  "$root/setup/postgres.sh" database "$(store_folder)" "$store_port" portal
}

start_cluster() { start_brokers cluster "$kafka_port" "$admin_port"; }
start_cluster-prod() { start_brokers cluster-prod "$prod_kafka_port" "$prod_admin_port"; }
start_brokers() { # start_brokers NAME FIRST-PORT ADMIN-PORT
  part_start "$1" "$state/app/LocalCluster" dotnet Portal.LocalCluster.dll --LocalCluster:DataDirectory="$state/$1" \
    --LocalCluster:FirstPort="$2" --LocalCluster:Brokers="$brokers" --LocalCluster:AdminPort="$3"
}

start_workers() { start_portal workers Workers "http://127.0.0.1:$workers_port"; }

start_web() { start_portal web Web "$(web_url)"; }

start_portal() { # start_portal NAME PROJECT URL
  local env
  mapfile -t env < <(portal_env "$3")
  part_start "$1" "$state/app/$2" env "${env[@]}" dotnet "Portal.$2.dll"
}

# The demo is a client like any other: it asks the API with its people's tokens, and writes and reads over the wire.
start_demo() {
  local people=(ada grace lin) tokens i env=("Demo__Portal=$(web_url)" "Demo__Bootstrap__local=$(bootstrap "$kafka_port")" \
    "Demo__Bootstrap__local-prod=$(bootstrap "$prod_kafka_port")")
  mapfile -t tokens < <(tokens_of "${people[@]}")
  for i in "${!people[@]}"; do env+=("Demo__Tokens__${people[i]}=${tokens[i]:-}"); done
  part_start demo "$state/app/LocalCluster" env "${env[@]}" dotnet Portal.LocalCluster.dll demo
}
tokens_of() { # tokens_of NAME...: asked of the program that knows the people, a line each
  local env
  mapfile -t env < <(portal_env "$(web_url)")
  (cd "$state/app/Web" && env "${env[@]}" dotnet Portal.Web.dll token "$@")
}

healthy() { # healthy NAME: asked once
  case "$1" in
    cluster) http GET "$admin_port" /health ;;
    cluster-prod) http GET "$prod_admin_port" /health ;;
    workers) http GET "$workers_port" /health/ready ;;
    web) http GET "$web_port" /health/ready ;;
    *) alive "$1" ;;
  esac
}
address() {
  case "$1" in
    store) printf '127.0.0.1:%s' "$store_port" ;;
    cluster) bootstrap "$kafka_port" ;;
    cluster-prod) bootstrap "$prod_kafka_port" ;;
    workers) printf 'http://127.0.0.1:%s' "$workers_port" ;;
    web) web_url ;;
    *) printf '%s' - ;;
  esac
}
