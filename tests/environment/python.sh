#!/usr/bin/env bash
# Makes sure that the Python tools of tests/sdk are there, at the versions it names, and what the examples need; prints the
# interpreter: python.sh FOLDER
set -euo pipefail
folder=$1
wanted=tests/sdk/requirements.txt

# Debian has venv in a package of its own.
find_python() {
    local name
    for name in python3 /usr/bin/python3; do
        if "$name" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    return 1
}

missing() {
    find_python >/dev/null || echo python3 python3-venv
    local tool
    for tool in curl jq; do command -v "$tool" >/dev/null || echo "$tool"; done
}

read -ra packages <<<"$(missing | tr '\n' ' ')"
if [ "${#packages[@]}" -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "python.sh: installing ${packages[*]}" >&2
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${packages[@]}"; } >&2
fi
if [ -n "$(missing)" ]; then
    echo "python.sh: to try the contract as strangers do takes Python 3.11 or later with venv, curl and jq" >&2
    exit 1
fi

if ! cmp --quiet "$wanted" "$folder/requirements.txt"; then
    rm -rf "$folder"
    "$(find_python)" -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$wanted" >&2
    cp "$wanted" "$folder/requirements.txt"
fi
echo "$folder/bin/python"
