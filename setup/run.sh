# How each part is started, and when it is healthy.

# Three small processes on one machine, not a server each: give memory back rather than keep it.
export DOTNET_gcServer=0 DOTNET_GCConserveMemory=5 DOTNET_TieredPGO=0

portal_env() { # portal_env URL: what web and workers are told
  printf '%s\n' \
    "ConnectionStrings__Portal=$(store_connection)" \
    "Portal__KeysDirectory=$state/keys" \
    "Portal__Identity__Mode=Embedded" \
    "Portal__Demo=$([[ -n "$empty" ]] && echo false || echo true)" \
    "Portal__LocalCluster__Bootstrap=$(bootstrap)" \
    "Portal__LocalCluster__Admin=http://127.0.0.1:$admin_port" \
    "ASPNETCORE_URLS=$1"
}

start_store() {
  "$root/setup/postgres.sh" start "$(store_folder)" "$store_port" 9>&-
  "$root/setup/postgres.sh" database "$(store_folder)" "$store_port" portal
}

start_cluster() {
  part_start cluster "$state/app/LocalCluster" dotnet Portal.LocalCluster.dll --LocalCluster:DataDirectory="$state/cluster" \
    --LocalCluster:FirstPort="$kafka_port" --LocalCluster:Brokers="$brokers" --LocalCluster:AdminPort="$admin_port"
}

start_workers() { start_portal workers Workers "http://127.0.0.1:$workers_port"; }

start_web() { start_portal web Web "$(web_url)"; }

start_portal() { # start_portal NAME PROJECT URL
  local env
  mapfile -t env < <(portal_env "$3")
  part_start "$1" "$state/app/$2" env "${env[@]}" dotnet "Portal.$2.dll"
}

healthy() { # healthy NAME: asked once
  case "$1" in
    cluster) http GET "$admin_port" /health ;;
    workers) http GET "$workers_port" /health/ready ;;
    web) http GET "$web_port" /health/ready ;;
    *) alive "$1" ;;
  esac
}
address() {
  case "$1" in
    store) printf '127.0.0.1:%s' "$store_port" ;;
    cluster) bootstrap ;;
    workers) printf 'http://127.0.0.1:%s' "$workers_port" ;;
    web) web_url ;;
    *) printf '%s' - ;;
  esac
}
