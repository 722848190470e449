# shares.sh -- promise 1: passes made share by share, in any order and also at once, equal the whole.
# Knows the passes' commands; does not know how units are dealt out.
. "$(dirname "$0")/lib.sh"
corpus in 150
options="--chunk 700 --unit 4K"
scored whole $options in
lines whole >whole.lines
wants 0 "$CREDENCE" plan $options run in
for i in 2 0 1; do wants 0 "$CREDENCE" extract --threads 1 --share "$i/3" $options run; done
for i in 0 1 2; do "$CREDENCE" score --share "$i/3" $options run >/dev/null 2>"err$i" </dev/null & done
wait
got=0; "$CREDENCE" summary $options run >out 2>err </dev/null || got=$?
case $got in 0 | 3) ;; *) cat err err[012]; fail "summary of shares: exit $got" ;; esac
lines run >run.lines
same whole.lines run.lines "shares write other bytes than the whole"
wants 2 "$CREDENCE" extract --share 3/3 $options run
wants 2 "$CREDENCE" extract --share x $options run
