#!/bin/sh
# Writes a C file that holds the files of a folder as byte arrays: embed.sh FOLDER LIST OUT.
# Knows names and bytes; does not know what the files mean. POSIX sh and od only, so that a build needs nothing more.
set -eu
folder=$1 list=$2 out=$3
{
	printf '/* Made by scripts/embed.sh from configs/; do not edit. */\n#include "asset_table.h"\n\n'
	i=0
	while IFS= read -r name; do
		[ -n "$name" ] || continue
		printf 'static const unsigned char asset_%d[] = {\n' "$i"
		od -An -v -tu1 "$folder/$name" | sed 's/  */,/g; s/^,//; s/$/,/'
		printf '0};\n\n'
		i=$((i + 1))
	done <"$list"
	printf 'const struct asset_entry asset_table[] = {\n'
	i=0
	while IFS= read -r name; do
		[ -n "$name" ] || continue
		printf '\t{ "%s", asset_%d, sizeof asset_%d - 1 },\n' "$name" "$i" "$i"
		i=$((i + 1))
	done <"$list"
	printf '\t{ 0, 0, 0 }\n};\n'
} >"$out.tmp"
mv "$out.tmp" "$out"
