#!/bin/sh
# Packs the plain files of tests/sample/src into the archives of tests/sample/archives: make_sample.sh [--check].
# Knows the packing programs; does not know what is in the files. With --check nothing is written: what is packed is
# unpacked and compared, since another version of a packing program may pack the same content into other bytes.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
src=$root/tests/sample/src
out=$root/tests/sample/archives
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TZ=UTC LC_ALL=C

if [ "${1:-}" = --check ]; then
	cd "$work"
	gzip -dc "$out/tweets-v1.jsonl.gz" | cmp - "$src/tweets-v1.jsonl"
	zstd -dcq "$out/comments.jsonl.zst" | cmp - "$src/comments.jsonl"
	bzip2 -dc "$out/harbour.txt.bz2" | cmp - "$src/harbour.txt"
	tar -xJf "$out/pages.tar.xz"
	cmp pages/tweets-v2.json "$src/tweets-v2.json"
	cmp pages/notes.jsonl "$src/notes.jsonl"
	unzip -q "$out/town.zip"
	cmp town/chat.txt "$src/chat.txt"
	cmp town/board.csv "$src/board.csv"
	# The cut archive gives back a beginning of its source, neither nothing nor all of it.
	gzip -dc "$out/cut.jsonl.gz" >cut 2>error && { echo "cut.jsonl.gz is whole" >&2; exit 1; }
	size=$(wc -c <cut)
	[ "$size" -gt 300 ] && [ "$size" -lt "$(wc -c <"$src/ticker.jsonl")" ]
	head -c "$size" "$src/ticker.jsonl" | cmp - cut
	echo "tests/sample/archives holds what tests/sample/src says"
	exit 0
fi

mkdir -p "$out" "$work/pages" "$work/town"
cp "$src/tweets-v2.json" "$src/notes.jsonl" "$work/pages/"
cp "$src/chat.txt" "$src/board.csv" "$work/town/"
find "$work" -exec touch -d 2026-11-08T00:00:00Z {} +
chmod -R u=rwX,go=rX "$work"
gzip -9nc "$src/tweets-v1.jsonl" >"$out/tweets-v1.jsonl.gz"
zstd -19qc --no-progress "$src/comments.jsonl" >"$out/comments.jsonl.zst"
bzip2 -9c "$src/harbour.txt" >"$out/harbour.txt.bz2"
gzip -9nc "$src/ticker.jsonl" | head -c -96 >"$out/cut.jsonl.gz"
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime=2026-11-08T00:00:00Z -cf - pages |
	xz -6c >"$out/pages.tar.xz"
rm -f "$out/town.zip"
(cd "$work" && zip -qX9 "$out/town.zip" town/board.csv town/chat.txt)
ls -l "$out"
