# builds.sh -- promise 1: gcc and clang, with and without OpenMP, write the same bytes.
# Knows where scripts/other_build.sh leaves its programs; does not know how they were compiled.
. "$(dirname "$0")/lib.sh"
corpus in 100
scored release --threads 2 --chunk 700 in
lines release >release.lines
for kind in clang serial; do
	CREDENCE=$root/build/$kind/credence
	[ -x "$CREDENCE" ] || fail "there is no $CREDENCE"
	scored "$kind" --threads 2 --chunk 700 in
	lines "$kind" >other.lines
	same release.lines other.lines "the $kind build writes other bytes than the release"
done
