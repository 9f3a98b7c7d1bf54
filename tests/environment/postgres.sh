#!/usr/bin/env bash
# A private PostgreSQL cluster for the tests: its own folder, a free port on 127.0.0.1, nothing of it left afterwards.
#
#   postgres.sh with COMMAND...   starts one, runs COMMAND with TEST_DATABASE_URL set, stops it whatever happens
#   postgres.sh start DIR         makes one in DIR (which must not exist yet) and prints its URL
#   postgres.sh stop DIR          stops it and removes DIR
#
# Trust on the loopback and no fsync: fit for tests alone. POSTGRES_DURABLE=1 keeps every promise to the disk and gives the
# server memory as an office would: fit for measuring. Text sorts by a Chinese locale as it would in an office, so
# that a query which relies on the order of bytes without saying so is found out here.
set -euo pipefail
shopt -s inherit_errexit

account=jindu

say() { echo "postgres.sh: $*" >&2; }

find_binaries() {
    local folder
    for folder in "$(pg_config --bindir 2>/dev/null || true)" $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

binaries() {
    find_binaries && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "installing PostgreSQL"
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends postgresql; } >&2
        find_binaries && return
    fi
    say "the PostgreSQL server (initdb, pg_ctl) is missing: install the package postgresql"
    return 1
}

# PostgreSQL refuses to run as root.
server_user() {
    if [ "$(id -u)" -ne 0 ]; then id -un; elif id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

# Becomes the command, as the user the server belongs to; to be called in a subshell.
become() {
    cd /
    if [ "$(id -u)" -eq 0 ]; then
        exec setpriv --reuid "$(server_user)" --regid "$(id -g "$(server_user)")" --clear-groups "$@"
    elif [ "$1" = -- ]; then
        shift && exec "$@"
    else
        exec setpriv "$@"
    fi
}

make_cluster() {
    local folder=$1 bin=$2
    local common=(--pgdata "$folder/cluster" --username "$account" --auth trust --encoding UTF8 --locale C.UTF-8 --no-sync)
    if (become -- "$bin/initdb" "${common[@]}" --locale-provider icu --icu-locale zh-Hans-CN) >"$folder/initdb.log" 2>&1; then
        return
    fi
    (become -- "$bin/initdb" "${common[@]}") >>"$folder/initdb.log" 2>&1 && return
    cat "$folder/initdb.log" >&2
    return 1
}

durability() {
    if [ "${POSTGRES_DURABLE:-}" = 1 ]; then
        echo "-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c shared_buffers=512MB -c max_wal_size=4GB"
    else
        echo "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    fi
}

# Sets `url`. The server is a child of this script: where that ends without a word, the kernel ends the server too, unless
# it was made to stay. The port is drawn; if someone else holds it the server ends at once, and another is drawn.
serve() {
    local folder=$1 bin=$2 life=$3 port
    for _ in 1 2 3 4 5; do
        port=$((15000 + RANDOM % 15000))
        # shellcheck disable=SC2046,SC2086 # words to be split
        become $life -- "$bin/postgres" -D "$folder/cluster" -c listen_addresses=127.0.0.1 -c port="$port" \
            -c unix_socket_directories="$folder" -c max_connections=200 $(durability) </dev/null >>"$folder/server.log" 2>&1 &
        server=$!
        url="postgres://$account@127.0.0.1:$port/postgres"
        wait_until_ready "$folder" "$bin" "$port" && return
    done
    say "the server did not start:"
    cat "$folder/server.log" >&2
    return 1
}

wait_until_ready() {
    local folder=$1 bin=$2 port=$3
    for _ in $(seq 300); do
        "$bin/pg_isready" -q -h "$folder" -p "$port" && return
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

start() {
    local folder=$1 life=$2 bin
    bin=$(binaries)
    mkdir -m 0700 "$folder"
    folder=$(cd "$folder" && pwd)
    if [ "$(id -u)" -eq 0 ]; then chown "$(server_user)" "$folder"; fi
    make_cluster "$folder" "$bin" && serve "$folder" "$bin" "$life"
}

stop() {
    local folder=$1
    [ -d "$folder" ] || return 0
    folder=$(cd "$folder" && pwd)
    if [ -f "$folder/cluster/postmaster.pid" ]; then
        (become -- "$(find_binaries)/pg_ctl" stop -w -m immediate -D "$folder/cluster") >/dev/null ||
            say "the server in $folder did not stop"
    fi
    rm -rf "$folder"
}

with() {
    local parent
    parent=$(mktemp -d)
    chmod 0755 "$parent"
    # shellcheck disable=SC2064 # the folder is known now and must not change
    trap "stop '$parent/postgres'; rm -rf '$parent'; wait" EXIT
    start "$parent/postgres" "$(command -v setpriv >/dev/null && echo --pdeathsig QUIT)"
    export TEST_DATABASE_URL=$url
    # In the background, because a signal reaches this script only while it waits.
    "$@" <&0 &
    local command=$!
    trap 'kill -TERM "$command" 2>/dev/null; exit 143' INT TERM HUP
    wait "$command"
}

case "${1:-} ${2:+given}" in
"with given") shift && with "$@" ;;
"start given") start "$2" "" && echo "$url" ;;
"stop given") stop "$2" ;;
*)
    sed -n '4,6s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
