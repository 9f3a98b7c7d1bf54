#!/usr/bin/env bash
# Hands a ledger in and tells what became of each row.
#
#   JINDU_URL=https://jindu.example JINDU_CLIENT_ID=… JINDU_CLIENT_SECRET=dcs_… import.sh [--dry-run] FILE [RESOURCE]
#
# Exit code: 0 every row is in · 1 some rows were refused (they are listed by row and column) · 2 nothing was done.
# The ledger is told by its headings where RESOURCE is left out. Good rows are written even where others are refused; a file that
# is handed in again does nothing.
set -euo pipefail
for tool in curl jq sha256sum; do
    command -v "$tool" >/dev/null || { echo "import.sh needs $tool" >&2; exit 2; }
done
: "${JINDU_URL:?}" "${JINDU_CLIENT_ID:?}" "${JINDU_CLIENT_SECRET:?}"

mode=commit
if [ "${1:-}" = --dry-run ]; then mode=validate; shift; fi
file=${1:?"import.sh [--dry-run] FILE [RESOURCE]"}
resource=${2:-}
[ -r "$file" ] || { echo "import.sh: $file cannot be read" >&2; exit 2; }

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# The secret is handed over on standard input, where no list of processes shows it.
token=$(printf 'user = "%s:%s"\n' "$JINDU_CLIENT_ID" "$JINDU_CLIENT_SECRET" |
    curl --silent --show-error --fail-with-body --config - --data grant_type=client_credentials "$JINDU_URL/oauth/token" |
    jq --raw-output .access_token) || { echo "import.sh: no token" >&2; exit 2; }

# Answers the status; what was answered lies in $answer.
ask() {
    printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --silent --show-error --config - --output "$answer" --write-out '%{http_code}' "$@"
}

escaped=$(jq --null-input --raw-output --arg text "$(basename "$file")" '$text | @uri')
# The same file under the same key is taken in once, however often the line breaks.
key=$(sha256sum "$file" | cut -c1-40)-$mode
status=$(ask --request POST --retry 5 --retry-connrefused --header "Idempotency-Key: $key" \
    --header 'Content-Type: application/octet-stream' --data-binary "@$file" \
    "$JINDU_URL/api/v1/imports?mode=$mode&on_error=skip&file_name=$escaped${resource:+&resource=$resource}") || exit 2
if [ "$status" != 202 ]; then
    echo "import.sh: refused ($status)" >&2
    jq --raw-output '.detail // .title, (.errors // [] | .[] | "  \(.pointer): \(.detail)")' "$answer" >&2
    exit 2
fi

id=$(jq --raw-output .id "$answer")
jq --raw-output '"\(.source.name): \(.resource), \(.state)", (.counts | to_entries[] | "  \(.key) \(.value)")' "$answer"
refused=$(jq '.counts.invalid + .counts.conflict' "$answer")
[ "$refused" -eq 0 ] && exit 0

page=1
while :; do
    ask "$JINDU_URL/api/v1/imports/$id/rows?outcome=invalid,conflict&per_page=200&page=$page" >/dev/null || exit 1
    jq --raw-output '.items[] | .row as $row | .errors[]? | "row \($row) \(.column // ""): \(.detail) [\(.code)]"' "$answer" >&2
    [ "$(jq '.items | length' "$answer")" -eq 200 ] || break
    page=$((page + 1))
done
exit 1
