# threads.sh -- promise 1: the same bytes for any number of threads and any window.
# Knows counts to try; does not know how work is shared out.
. "$(dirname "$0")/lib.sh"
corpus in 200
scored one --threads 1 --chunk 700 --unit 4K in
lines one >one.lines
[ "$(grep -c '"status"' one.lines)" -gt 9600 ] || fail "the corpus is too small to show anything"
for threads in 2 3 8; do
	scored "run$threads" --threads "$threads" --chunk 700 --unit 4K in
	lines "run$threads" >many.lines
	same one.lines many.lines "$threads threads write other bytes than one"
done
scored narrow --threads 2 --window 1 --chunk 700 --unit 4K in
lines narrow >many.lines
same one.lines many.lines "a window of one batch writes other bytes"
