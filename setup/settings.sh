# Where things are: the state's folder, and the ports counted from the one that a person may choose.

state="${PORTAL_STATE:-$root/.portal}"
[[ "$state" == /* ]] || state="$PWD/$state" # the parts run in folders of their own
store_dir='' # set when it is first needed
parts=(store cluster cluster-prod cluster-staging workers web demo) # in the order they start

make_state() {
  local folder
  for folder in "$state" "$state"/{run,logs,keys,demo}; do
    [[ ! -e "$folder" || -O "$folder" ]] || is_root \
      || die "$folder belongs to $(stat -c %U "$folder")" "run this as that user or as root, or take another state: PORTAL_STATE=FOLDER"
  done
  mkdir -p "$state"/{run,logs,keys,demo}
  chmod 711 "$state" # PostgreSQL's user must be able to pass when root starts it
  chmod 700 "$state"/{run,keys,demo}
}

load_settings() {
  make_state
  read_settings
}
read_settings() { # of the last `up`; a choice made now wins
  local chosen="${PORTAL_PORT:-}"
  port=8600 empty='' brokers=3
  [[ ! -f "$state/settings" ]] || source "$state/settings"
  [[ -z "$chosen" ]] || port="$chosen"
  set_ports
}
set_ports() {
  [[ "$port" =~ ^[0-9]+$ ]] && ((port >= 1024 && port <= 65500)) || die "a port is a number from 1024 to 65500, not '$port'"
  web_port="$port" store_port=$((port + 1)) workers_port=$((port + 2)) admin_port=$((port + 3)) kafka_port=$((port + 10))
  prod_admin_port=$((port + 4)) prod_kafka_port=$((port + 14))
  staging_admin_port=$((port + 5)) staging_kafka_port=$((port + 17))
  flink_port=$((port + 9)) gateway_port=$((port + 13))
  kafka_sasl_port=$((port + 20)) prod_kafka_sasl_port=$((port + 23)) staging_kafka_sasl_port=$((port + 26))
  registry_port=$((port + 6)) prod_registry_port=$((port + 7)) staging_registry_port=$((port + 8))
}
save_settings() { printf 'port=%s\nempty=%s\nbrokers=%s\n' "$port" "$empty" "$brokers" > "$state/settings"; }

web_url() { printf 'http://127.0.0.1:%s' "$web_port"; }
bootstrap() { # bootstrap FIRST-PORT
  local n all=()
  for ((n = 0; n < brokers; n++)); do all+=("127.0.0.1:$(($1 + n))"); done
  local IFS=,
  printf '%s' "${all[*]}"
}
with_demo() { [[ -z "$empty" ]]; }
of_the_demo() { [[ "$1" == demo || "$1" == cluster-staging ]]; } # what an empty portal does without

# As root, a new store is the user postgres's, who may not reach a checkout under a private folder. One that is there already is the store; of two,
# either may be, since earlier versions took the one apart. It may end the command, so a command calls it in its own shell before any $(store_folder).
place_store() { # sets store_dir, once
  local here="$state/store" apart
  if [[ -n "$store_dir" ]]; then
    :
  elif ! is_root; then
    store_dir="$here"
  else
    apart="$(store_apart)"
    if [[ -e "$here/data" && ! -e "$apart/data" ]] || (cd / && runuser -u postgres -- test -x "$state" 2> /dev/null); then
      store_dir="$here"
    elif [[ ! -e "$here/data" ]]; then
      store_dir="$apart"
    else
      die "there are two stores, $here and $apart, and either may be the one in use: the user postgres can't reach $state" \
        "ls -l $here/log $apart/log: the log of the one in use is the newer one" \
        "move the other folder away (where a server still runs in it: setup/postgres.sh stop FOLDER), and run this again"
    fi
  fi
}
is_root() { ((EUID == 0)); }
store_apart() { printf '/var/lib/portal-%s' "$(printf '%s' "$state" | cksum | cut -d ' ' -f 1)"; }
store_folder() { place_store && printf '%s' "$store_dir"; }
store_connection() { connection_as portal_app "$state/keys/store.pgpass"; } # the password lies in a file, which is named
connection_as() { printf 'Host=127.0.0.1;Port=%s;Database=portal;Username=%s;Passfile=%s' "$store_port" "$1" "$2"; }
