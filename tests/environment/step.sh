#!/usr/bin/env bash
# Runs one step of the tests under its name, and says how long it took and whether it passed: step.sh NAME COMMAND...
set -uo pipefail
name=$1
shift
echo
echo "==> $name"
began=$SECONDS
"$@"
status=$?
if [ "$status" -eq 0 ]; then outcome=passed; else outcome="FAILED (exit $status)"; fi
echo "<== $name: $outcome after $((SECONDS - began)) s"
exit "$status"
