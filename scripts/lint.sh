#!/bin/sh
# Checks the rules of the house that a program can check: lint.sh [--self-test] [FOLDER].
# Knows the rules (scripts/README.md lists them); does not know why any of them is a good one, and mends nothing.
set -u
export LC_ALL=C
home=$(cd "$(dirname "$0")/.." && pwd)

if [ "${1:-}" = --self-test ]; then exec "$home/tests/lint/self_test.sh"; fi
cd "${1:-$home}" || exit 2

bad=0
# say RULE FILE[:LINE...]: one complaint a line, from standard input.
say() {
	while IFS= read -r where; do
		[ -n "$where" ] || continue
		printf '%s: %s\n' "$1" "$where"
	done
}
files() { find "$@" -type f 2>/dev/null | sort; }
sources() { files include pipeline stages tests \( -name '*.c' -o -name '*.h' -o -name '*.def' \); }
product() { files include pipeline stages \( -name '*.c' -o -name '*.h' \); }
# only PATTERN RULE ALLOWED: PATTERN may stand in product files that match ALLOWED and in no others.
only() { product | xargs -r grep -nE "$1" | grep -vE "^($3):" | say "$2"; }

check() {
	# --- layers -----------------------------------------------------------------------------------------------------------
	for file in $(files pipeline stages \( -name '*.c' -o -name '*.h' \)); do
		folder=$(dirname "$file")
		sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]+)".*/\1/p' "$file" | while IFS= read -r name; do
			case $name in */*) echo "layer: $file includes \"$name\" by a path"; continue ;; esac
			[ -f "include/$name" ] || [ -f "$folder/$name" ] || echo "layer: $file includes \"$name\", which is neither in include/ nor in $folder/"
		done
	done
	for file in $(files include -name '*.h'); do
		sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]+)".*/\1/p' "$file" | while IFS= read -r name; do
			[ -f "include/$name" ] || echo "layer: $file includes \"$name\", which is not in include/"
		done
	done
	only '#[[:space:]]*pragma[[:space:]]+omp|<omp\.h>' openmp 'pipeline/ring\.c'
	only '<archive(_entry)?\.h>' libarchive 'stages/ingest/container(_archive)?\.c'
	only '<(zlib|zstd|zstd_errors|lzma|bzlib|lz4|lz4frame)\.h>' codec 'stages/ingest/decode_[a-z0-9]+\.c|pipeline/sink[a-z_]*\.c'
	only '<gmime/' gmime 'stages/ingest/mail_[a-z]+\.c'
	only '<linear\.h>' liblinear 'stages/learn/solver\.c'
	only '<expat\.h>' expat 'stages/ingest/xml\.c'
	only '<utf8proc\.h>' utf8proc 'stages/normalise/unicode\.c'
	only '<cjson/' cjson-in-ingest 'pipeline/[a-z_]+\.[ch]|stages/(score|report|ingest|extract|decide|learn)/[a-z_]+\.[ch]'
	only '\b(system|popen|vfork|fork|exec[lv]p?e?|dlopen)[[:space:]]*\(' runs-programs 'none'
	only '\b(socket|connect|getaddrinfo|gethostbyname)[[:space:]]*\(' network 'none'
	# model.c and decision_read.c turn the numbers of a model into integers, once, at start: the places where a double is read.
	files stages/score stages/extract stages/decide \( -name '*.c' -o -name '*.h' \) |
		xargs -r grep -nE '^[^*/]*\b(float|double)\b|<(math|tgmath|fenv)\.h>' | grep -vE ':[[:space:]]*(/?\*|//)|^stages/(score/model|decide/decision_read)\.c:' | say float
	files . -name 'features.h' ! -path './build/*' | say header-name
	# --- form ---------------------------------------------------------------------------------------------------------------
	product | xargs -r awk '
		FNR == 1 { head = ""; open = 0; done = 0; if ($0 !~ /^\/\*/) { print "opening: " FILENAME " does not begin with a comment"; done = 1 } else open = 1 }
		open && !done { head = head " " $0; if ($0 ~ /\*\//) {
			done = 1; gsub(/[.](c|h|def|json|tsv)/, "", head)
			n = gsub(/[.:;?!]([ \n]|$|\*\/)/, "&", head)
			if (n < 2) print "opening: " FILENAME ": the opening comment has fewer than two sentences" } }'
	sources | grep -vE '^tests/|/feature\.def$' | xargs -r wc -l | awk '$2 != "total" && $1 > 400 { print "length: " $2 " has " $1 " lines, more than 400" }'
	sources | xargs -r grep -nE '\btypedef[[:space:]]+(struct|union|enum)\b' | say typedef
	sources | xargs -r grep -nE '//.*|/\*.*' | grep -E '\b(TODO|FIXME|XXX|HACK)\b' | say todo
	product | xargs -r grep -nE '\b(strcpy|strcat|sprintf|gets|strtok|atoi|setlocale)[[:space:]]*\(' | say unsafe
	# A static at file scope that is neither const nor a function: its line begins with "static", has no const and no "(".
	product | xargs -r grep -nE '^static[[:space:]]' | grep -vE 'const|inline|\(|__attribute__|_Static_assert' | grep -E '[;={]|\][[:space:]]*$' |
		grep -vE 'static (struct|enum|union) [a-z_]+ \{' | say mutable-static
	files . \( -name '*.c' -o -name '*.h' -o -name '*.def' -o -name '*.sh' -o -name '*.md' -o -name 'CMakeLists.txt' -o -name '*.tsv' \) \
		! -path './build/*' ! -path './.git/*' ! -path './.git' ! -path './tests/sample/*' ! -path './tests/golden/*' ! -path './tests/fuzz/corpus/*' ! -path './credence-run/*' |
		tr '\n' '\0' | xargs -0 -r grep -nE '[[:space:]]+$' | sed 's/[[:space:]]*$//' | cut -c1-160 | say white-space
	product | xargs -r awk 'length($0) > 140 { print "width: " FILENAME ":" FNR ": " length($0) " bytes wide" }'
	# --- words ----------------------------------------------------------------------------------------------------------------
	files . ! -path './build/*' ! -path './.git/*' ! -path './.git' ! -path './tests/sample/archives/*' ! -path './tests/fuzz/corpus/*' ! -path './scripts/lint.sh' \
		! -path './tests/lint/*' ! -path './credence-run/*' |
		tr '\n' '\0' | xargs -0 -r grep -nIE '(^|[^a-z])(/work/|/root/|/home/[a-z])|issue #[0-9]|\bBRIEF\b|this session|another session|\bTODO\b|\bFIXME\b' | cut -c1-160 | say word
	# --- folders --------------------------------------------------------------------------------------------------------------
	for folder in . include pipeline stages stages/* configs configs/* tests scripts; do
		[ -d "$folder" ] || continue
		[ -f "$folder/README.md" ] || echo "readme: $folder/ has no README.md"
	done
	for map in $(files configs/formats -name '*.map.json'); do
		grep -q "\`$(basename "$map" .map.json)\`" configs/formats/README.md || echo "format: $map is not told in configs/formats/README.md"
	done
}

report=$(check)
if [ -n "$report" ]; then
	printf '%s\n' "$report"
	printf 'lint: %s complaints\n' "$(printf '%s\n' "$report" | wc -l)"
	bad=1
else
	echo "lint: no complaints"
fi
exit "$bad"
