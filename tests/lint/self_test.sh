#!/bin/sh
# Breaks each rule of scripts/lint.sh once, in a copy of the project, and checks that lint says so with the rule's name.
# Knows one violation of each rule; does not know how lint finds it.
set -u
home=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=$work/failed count=$work/count      # files, since plant runs in a pipe
: >"$failed"; : >"$count"
for folder in include pipeline stages configs scripts; do cp -R "$home/$folder" "$work/"; done
mkdir -p "$work/tests"; cp "$home"/tests/*.md "$work/tests/" 2>/dev/null
cp "$home/README.md" "$work/" 2>/dev/null
before=$("$home/scripts/lint.sh" "$work" | grep -v '^lint:' | sort)

# plant RULE FILE: the file's content comes from standard input; lint must name RULE and FILE, and be as before without it.
plant() {
	echo "$1" >>"$count"
	mkdir -p "$(dirname "$work/$2")"
	cat >"$work/$2"
	if ! "$home/scripts/lint.sh" "$work" | grep -F "$1: " | grep -qF "$2"; then
		echo "rule $1 does not see $2" | tee -a "$failed"
	fi
	rm "$work/$2"
}
head='/* x -- a planted file. It knows one violation; it does nothing. */'
c() { printf '%s\n' "$head" "$@"; }

c '#include "../normalise/normalise.h"'     | plant layer stages/score/planted.c
c '#include "framer.h"'                     | plant layer stages/score/planted.c
c '#include "framer.h"'                     | plant layer pipeline/planted.c
c '#include "reader.h"'                     | plant layer include/planted.h
c '#pragma omp parallel'                    | plant openmp pipeline/planted.c
c '#include <omp.h>'                        | plant openmp stages/score/planted.c
c '#include <archive.h>'                    | plant libarchive stages/ingest/planted.c
c '#include <zlib.h>'                       | plant codec stages/ingest/planted.c
c '#include <zstd.h>'                       | plant codec pipeline/planted.c
c '#include <lzma.h>'                       | plant codec stages/ingest/planted.c
c '#include <bzlib.h>'                      | plant codec stages/ingest/planted.c
c '#include <lz4frame.h>'                   | plant codec stages/ingest/planted.c
c '#include <gmime/gmime.h>'                | plant gmime stages/ingest/planted.c
c '#include <expat.h>'                      | plant expat stages/ingest/planted.c
c '#include <linear.h>'                     | plant liblinear stages/learn/planted.c
echo '{}'                                   | plant format configs/formats/planted.map.json
c '#include <utf8proc.h>'                   | plant utf8proc stages/extract/planted.c
c '#include <cjson/cJSON.h>'                | plant cjson-in-ingest stages/normalise/planted.c
c 'int f(void) { return system ("ls"); }'   | plant runs-programs stages/ingest/planted.c
c 'int f(void) { return fork(); }'          | plant runs-programs stages/ingest/planted.c
c 'int f(void) { return socket(1, 2, 3); }' | plant network pipeline/planted.c
c 'double half(int x);'                     | plant float stages/score/planted.c
c '#include <math.h>'                       | plant float stages/extract/planted.c
c 'int x;'                                  | plant header-name include/features.h
echo 'int x;'                               | plant opening stages/score/planted.c
echo '/* one phrase */'                     | plant opening stages/score/planted.c
{ c; yes 'int f(void);' | head -400; }      | plant length pipeline/planted.c
c 'typedef struct a b;'                     | plant typedef include/planted.h
c 'int x; /* TO''DO: more */'               | plant todo pipeline/planted.c
c 'void f(char *a) { strcpy(a, "x"); }'     | plant unsafe pipeline/planted.c
c 'static int counter;'                     | plant mutable-static pipeline/planted.c
c 'static char cache[10];'                  | plant mutable-static pipeline/planted.c
c 'int x; '                                 | plant white-space pipeline/planted.c
c "int $(printf 'x%.0s' $(seq 1 150));"     | plant width pipeline/planted.c
c '/* see /wo''rk/notes */'                 | plant word pipeline/planted.c
c '/* see iss''ue #12 */'                   | plant word stages/score/planted.c
mkdir -p "$work/stages/planted" "$work/configs/planted"
echo readme >>"$count"
"$home/scripts/lint.sh" "$work" | grep -q '^readme: stages/planted/' || echo "rule readme does not see a folder without one" | tee -a "$failed"
rmdir "$work/stages/planted" "$work/configs/planted"

# And what is allowed is not complained of.
after=$("$home/scripts/lint.sh" "$work" | grep -v '^lint:' | sort)
[ "$before" = "$after" ] || echo "lint changed its mind about the same files" | tee -a "$failed"
c '#include <zlib.h>' >"$work/stages/ingest/decode_planted.c"
c 'static const int table[] = { 1 };' 'static int f(void);' >>"$work/stages/ingest/decode_planted.c"
"$home/scripts/lint.sh" "$work" | grep -q decode_planted && echo "lint complains of what is allowed" | tee -a "$failed"
[ ! -s "$failed" ] || exit 1
echo "lint sees all $(wc -l <"$count") planted violations"
