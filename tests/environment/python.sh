#!/usr/bin/env bash
# Makes sure that the Python tools of tests/sdk are there, at the versions it names, and prints the interpreter: python.sh FOLDER
set -euo pipefail
folder=$1
wanted=tests/sdk/requirements.txt
if ! cmp --quiet "$wanted" "$folder/requirements.txt"; then
    if ! python3 -c 'import ensurepip' 2>/dev/null && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "python.sh: installing Python's venv" >&2
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends python3-venv; } >&2
    fi
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$wanted" >&2
    cp "$wanted" "$folder/requirements.txt"
fi
for tool in curl jq; do
    command -v $tool >/dev/null && continue
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "python.sh: installing $tool" >&2
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $tool; } >&2
    else
        echo "python.sh: the examples need $tool" >&2
        exit 1
    fi
done
echo "$folder/bin/python"
