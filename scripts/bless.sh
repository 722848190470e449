#!/bin/sh
# Writes what the command lines of tests/golden print now as what they must print: bless.sh [CASE...].
# Knows how to rewrite the files; whether what they say is right is for the person who reads the difference.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
CREDENCE=${CREDENCE:-$root/build/release/credence}
export CREDENCE
"$root/tests/golden/run.sh" --bless "$@"
git -C "$root" status --short tests/golden 2>/dev/null || :
