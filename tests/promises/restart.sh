# restart.sh -- promises 1 and 4: killed at any point and begun again, a run ends in the same bytes.
# Knows kill -9 and waiting; does not know where the points of resume are.
. "$(dirname "$0")/lib.sh"
corpus in 1500
# killed NAME SECONDS COMMAND...: starts it and kills it after that time; counts those that were still alive.
alive=0
killed() {
	wait=$1; shift
	"$CREDENCE" "$@" >/dev/null 2>&1 </dev/null &
	pid=$!
	sleep "$wait"
	if kill -9 "$pid" 2>/dev/null; then alive=$((alive + 1)); fi
	wait "$pid" 2>/dev/null
}
tidy() { [ -z "$(find "$1" -name '*.tmp*')" ] || fail "temporary files stay: $(find "$1" -name '*.tmp*')"; }

options="--threads 2 --chunk 1500 --unit 64K"
scored whole $options in
lines whole >whole.lines
round=0
# The waits are spread over the time that a whole run takes, so that kills fall into every part of it.
for wait in 0.01 0.02 0.03 0.05 0.08 0.12 0.17 0.23 0.3 0.4 0.5 0.7; do
	round=$((round + 1))
	[ $((round % 4)) -ne 1 ] || rm -rf run       # every fourth begins anew, the others go on where the last was killed
	killed "$wait" run $options run in
	if [ $((round % 4)) -eq 0 ]; then
		scored run $options in
		lines run >run.lines
		same whole.lines run.lines "after kills a run ends in other bytes (round $round)"
	fi
done
[ "$alive" -ge 3 ] || fail "only $alive of $round runs were still alive when they were killed"
tidy run

# until PATTERN PID: waits until a file of that name exists or the process has ended.
until_there() { while kill -0 "$2" 2>/dev/null; do for file in $1; do [ ! -e "$file" ] || return 0; done; done; }
# caught PATTERN COMMAND...: starts it and kills it as soon as such a file is there.
caught() {
	pattern=$1; shift
	"$CREDENCE" "$@" >/dev/null 2>&1 </dev/null &
	pid=$!
	until_there "$pattern" "$pid"
	kill -9 "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
}

# Inside one compressed archive: chunks that were finished stay, and what follows is read on from there.
gzip -dc in/part1.jsonl.gz in/part2.jsonl.gz | cat - in/part3.jsonl in/part4.jsonl | gzip -n1 >one.jsonl.gz
options="--threads 2 --chunk 2000"
scored single $options one.jsonl.gz
lines single >single.lines
wants 0 "$CREDENCE" plan $options part one.jsonl.gz
chunks() { find part/extract -name '[0-9]*.seg' -exec stat -c '%n %i' {} + 2>/dev/null | sort; }
stops=0
for chunk in 000 005 010 015 020; do
	chunks >before
	caught "part/extract/u00000/$chunk.seg" extract $options part
	chunks >after
	[ "$(comm -23 before after | wc -l)" -eq 0 ] || fail "finished chunks were made again after a kill: $(comm -23 before after)"
	[ -e part/extract/u00000/end.seg ] || stops=$((stops + 1))
done
[ "$stops" -ge 2 ] || fail "only $stops kills fell between two chunks"
wants 0 "$CREDENCE" extract $options part
# And in score.
for round in 1 2 3; do
	rm -rf part/scores part/quarantine part/stats
	caught "part/scores/*" score $options part
	[ -e part/stats/u00000.json ] || stops=0
done
[ "$stops" -eq 0 ] || fail "no kill fell into score"
scored part $options one.jsonl.gz
lines part >part.lines
same single.lines part.lines "after kills inside one archive and in score, other bytes"
tidy part
