#!/usr/bin/env bash
# Makes sure that wrk, which makes the load of `make bench`, is on the machine.
set -euo pipefail
command -v wrk && exit
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "wrk.sh: installing wrk" >&2
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends wrk; } >&2
    command -v wrk && exit
fi
echo "wrk.sh: the load generator wrk is missing: install the package wrk" >&2
exit 1
