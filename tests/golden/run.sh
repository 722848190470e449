#!/bin/sh
# Runs command-line cases and compares all they say with what they must say: run.sh [--bless] [CASE...].
# Knows that a case is cases/NAME.sh with NAME.out beside it; does not know what credence does.
#
# A case runs in an empty folder, in which `sample` is the sample corpus and `credence` is on the PATH. NAME.out holds its
# standard output, then its standard error, then its exit code. Models' hashes, which every edit of a file changes, are masked.
set -u
here=$(cd "$(dirname "$0")" && pwd)
: "${CREDENCE:?set CREDENCE to the program}"
CREDENCE=$(cd "$(dirname "$CREDENCE")" && pwd)/$(basename "$CREDENCE")
export CREDENCE LC_ALL=C TZ=UTC
bless=
[ "${1:-}" != --bless ] || { bless=1; shift; }
[ $# -gt 0 ] || set -- $(cd "$here/cases" && ls | sed -n 's/\.sh$//p')

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$CREDENCE" "$work/bin/credence"
export PATH="$work/bin:$PATH"
failed=0
for name; do
	mkdir "$work/$name"
	cp -R "$here/../sample/archives" "$work/$name/sample"
	(cd "$work/$name" && sh -u "$here/cases/$name.sh" >"$work/out" 2>"$work/err" </dev/null
		code=$?
		{ cat "$work/out"; echo "--- standard error"; cat "$work/err"; echo "--- exit $code"; } |
			sed -E 's/([a-z_.-]+@)[0-9a-f]{16}/\1HASH/g' >"$work/$name.got")
	if [ -n "$bless" ]; then
		cp "$work/$name.got" "$here/cases/$name.out"
	elif ! diff -u "$here/cases/$name.out" "$work/$name.got"; then
		echo "golden: $name differs"
		failed=1
	fi
	chmod -R u+w "$work/$name"
	rm -rf "${work:?}/$name"
done
exit "$failed"
