# restart.sh -- promises 1 and 4: killed at any point and begun again, a run ends in the same bytes.
# Knows kill -9 and waiting; does not know where the points of resume are.
. "$(dirname "$0")/lib.sh"
corpus in 1500
options="--threads 2 --chunk 1500 --unit 64K"
scored whole $options in
lines whole >whole.lines
killed=0 round=0
# The waits are spread over the time that a whole run takes, so that kills fall into every part of it.
for wait in 0.01 0.02 0.03 0.05 0.08 0.12 0.17 0.23 0.3 0.4 0.5 0.7; do
	round=$((round + 1))
	[ $((round % 4)) -ne 1 ] || rm -rf run       # every fourth begins anew, the others go on where the last was killed
	"$CREDENCE" run $options run in >/dev/null 2>&1 </dev/null &
	pid=$!
	sleep "$wait"
	if kill -9 "$pid" 2>/dev/null; then killed=$((killed + 1)); fi
	wait "$pid" 2>/dev/null
	if [ $((round % 4)) -eq 0 ]; then
		scored run $options in
		lines run >run.lines
		same whole.lines run.lines "after kills a run ends in other bytes (round $round)"
	fi
done
[ "$killed" -ge 3 ] || fail "only $killed of $round runs were still alive when they were killed"
[ -z "$(find run -name '*.tmp*')" ] || fail "temporary files stay: $(find run -name '*.tmp*')"
