#!/bin/sh
# Writes what the command lines of tests/golden and the files of tests/formats give now as what they must give: bless.sh [CASE...].
# Knows how to rewrite the files; whether what they say is right is for the person who reads the difference.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
CREDENCE=${CREDENCE:-$root/build/release/credence}
export CREDENCE
golden= formats=
for name; do
	if [ -d "$root/tests/formats/$name" ]; then formats="$formats $name"; else golden="$golden $name"; fi
done
[ $# -gt 0 ] && [ -z "$golden" ] || "$root/tests/golden/run.sh" --bless $golden
[ $# -gt 0 ] && [ -z "$formats" ] || "$root/tests/formats/run.sh" --bless $formats
git -C "$root" status --short tests/golden tests/formats 2>/dev/null || :
