# ./dev cluster: a whole cluster on this machine, for a look: PostgreSQL, NATS, three nodes, and nginx in front that knows
# no sticky sessions. Sourced by ./dev. Everything it keeps is in build/cluster; Ctrl+C ends all of it.

readonly CLUSTER=$ROOT/build/cluster
readonly CLUSTER_NODES=3
readonly CLUSTER_PORT=${CLUSTER_PORT:-8080}
# The parts that nobody opens in a browser stand behind it: 8180 and on.
readonly CLUSTER_PARTS_PORT=$((CLUSTER_PORT + 100))

# Whose words come before PostgreSQL's programs: it does not run as root.
postgres_owner=()
if [ "$(id -u)" = 0 ]; then postgres_owner=(setpriv --reuid postgres --regid postgres --clear-groups --); fi

postgres_program() { find /usr/lib/postgresql/*/bin -name "$1" | sort -V | tail -1; }

# cluster_part <name>: the process that was started last. What the parts are called is told when one of them ends.
cluster_part() {
    cluster_pids+=($!)
    cluster_names[$!]=$1
}

cluster_wait() {
    local what=$1 tries=100
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || die "$what does not start; see $CLUSTER/*.log."
        sleep 0.1
    done
}

cluster_postgres() {
    local data=$CLUSTER/postgres
    if [ ! -d "$data" ]; then
        mkdir -p "$data"
        if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$data"; fi
        (cd / && "${postgres_owner[@]}" "$(postgres_program initdb)" -D "$data" --auth=trust --username=parlor --encoding=UTF8 \
            --locale=C.UTF-8 >/dev/null)
    fi
    (cd / && exec setsid "${postgres_owner[@]}" "$(postgres_program postgres)" -D "$data" -p "$CLUSTER_PARTS_PORT" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= >"$CLUSTER/postgres.log" 2>&1) &
    cluster_part PostgreSQL
    cluster_wait PostgreSQL psql -X -h 127.0.0.1 -p "$CLUSTER_PARTS_PORT" -U parlor -c 'SELECT 1' postgres
    psql -X -q -h 127.0.0.1 -p "$CLUSTER_PARTS_PORT" -U parlor -c 'CREATE DATABASE parlor' postgres 2>/dev/null || true
}

cluster_nginx() {
    local number servers=''
    for number in $(seq $CLUSTER_NODES); do servers+="server 127.0.0.1:$((CLUSTER_PARTS_PORT + 10 + number)); "; done
    mkdir -p "$CLUSTER/nginx"
    cat >"$CLUSTER/nginx.conf" <<END
daemon off;
pid $CLUSTER/nginx/pid;
error_log stderr warn;
worker_processes 1;
events { worker_connections 4096; }
http {
    access_log off;
    client_body_temp_path $CLUSTER/nginx;
    proxy_temp_path $CLUSTER/nginx;
    fastcgi_temp_path $CLUSTER/nginx;
    uwsgi_temp_path $CLUSTER/nginx;
    scgi_temp_path $CLUSTER/nginx;
    upstream parlor { ${servers}}
    map \$http_upgrade \$connection_upgrade { default upgrade; '' close; }
    server {
        listen 127.0.0.1:$CLUSTER_PORT;
        location / {
            proxy_pass http://parlor;
            proxy_http_version 1.1;
            proxy_set_header Host \$http_host;
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
            proxy_set_header Upgrade \$http_upgrade;
            proxy_set_header Connection \$connection_upgrade;
            proxy_read_timeout 120s;
        }
    }
}
END
    setsid nginx -c "$CLUSTER/nginx.conf" -e stderr >"$CLUSTER/nginx.log" 2>&1 &
    cluster_part nginx
}

cluster_end() {
    trap - EXIT INT TERM
    say "stopping the cluster"
    local index
    # The last one started first: people are sent away before what keeps their words goes.
    for ((index = ${#cluster_pids[@]} - 1; index >= 0; --index)); do
        kill -TERM "${cluster_pids[index]}" 2>/dev/null || true
        wait "${cluster_pids[index]}" 2>/dev/null || true
    done
}

dev_cluster() {
    ensure_setup run test cluster
    build_release
    mkdir -p "$CLUSTER"
    cluster_pids=()
    cluster_names=()
    trap cluster_end EXIT
    trap 'exit 0' INT TERM
    local nats=$((CLUSTER_PARTS_PORT + 1)) number nodes='' ended
    say "starting PostgreSQL, NATS and $CLUSTER_NODES nodes in build/cluster"
    cluster_postgres
    setsid "$(command -v nats-server || echo /usr/sbin/nats-server)" -a 127.0.0.1 -p $nats >"$CLUSTER/nats.log" 2>&1 &
    cluster_part NATS
    for number in $(seq $CLUSTER_NODES); do
        rm -f "$CLUSTER/node-$number.log"  # what stands there is of another time
        setsid build/release/bin/parlor --listen "127.0.0.1:$((CLUSTER_PARTS_PORT + 10 + number))" \
            --admin-listen "127.0.0.1:$((CLUSTER_PARTS_PORT + 20 + number))" --data "$CLUSTER/node-$number" \
            --node-name "node-$number" --trusted-proxies 127.0.0.1 \
            --store "postgres://parlor@127.0.0.1:$CLUSTER_PARTS_PORT/parlor" --bus "nats://127.0.0.1:$nats" "$@" \
            >"$CLUSTER/node-$number.log" 2>&1 &
        cluster_part "node-$number"
        nodes+="  node-$number      http://127.0.0.1:$((CLUSTER_PARTS_PORT + 10 + number))/   http://127.0.0.1:$((CLUSTER_PARTS_PORT + 20 + number))/metrics   kill -9 $!"$'\n'
        cluster_wait "node $number" grep -q event=started "$CLUSTER/node-$number.log"
    done
    cluster_nginx
    cat <<END

  The cluster is open at http://127.0.0.1:$CLUSTER_PORT/ (nginx, each request to the next node)

$nodes  PostgreSQL  postgres://parlor@127.0.0.1:$CLUSTER_PARTS_PORT/parlor
  NATS        nats://127.0.0.1:$nats
  logs        build/cluster/*.log

  Kill a node, as its line says, and see that nobody minds.
  Ctrl+C ends all of it; rm -r build/cluster forgets it.
END
    grep -ho 'Make the owner.*' "$CLUSTER"/node-*.log | tail -1 || true
    while [ ${#cluster_names[@]} -gt 0 ]; do
        wait -n -p ended "${!cluster_names[@]}" 2>/dev/null || true
        [ -n "${ended:-}" ] || break
        say "${cluster_names[$ended]} ended; the others go on until Ctrl+C"
        unset "cluster_names[$ended]"
    done
}
