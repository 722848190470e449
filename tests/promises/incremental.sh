# incremental.sh -- a second night's archives join; what the first night made is not made again.
# Knows inode numbers and times; does not know what an artifact holds.
. "$(dirname "$0")/lib.sh"
state() { find run/extract -type f -exec stat -c '%n %i %Y %s' {} + | sort; }
mkdir in && cp "$sample"/*.gz in/
scored run in
state >first
[ -s first ] || fail "there are no artifacts in run/extract"
"$CREDENCE" cat run >first.lines
sleep 1.1
cp "$sample"/*.zst in/
scored run in
state >second
[ "$(comm -23 first second | wc -l)" -eq 0 ] || { diff first second; fail "old artifacts were touched"; }
[ "$(wc -l <second)" -gt "$(wc -l <first)" ] || fail "the new archive left no artifact"
"$CREDENCE" cat run | head -n "$(wc -l <first.lines)" | cmp - first.lines || fail "old lines changed"
# The same again changes nothing at all.
scored run in
state | diff second - || fail "a run without news touched artifacts"
