# learn.sh -- what is learned is a function of the messages and the seed, is judged on other messages, and answers a run as it was judged.
# Knows the labelled sample and its tasks; does not know any weight.
. "$(dirname "$0")/lib.sh"
labelled=$root/tests/sample/labelled/halden.jsonl

# The same bytes twice, and for any number of threads.
for task in stance claim evidentiality groundedness; do
	for threads in 1 2 3; do
		wants 0 "$CREDENCE" train -q "$task" --threads "$threads" --group thread -o "$task.$threads.json" "$labelled"
		same "$task.1.json" "$task.$threads.json" "$task: $threads threads learn otherwise than one"
	done
	wants 0 "$CREDENCE" train -q "$task" --threads 1 --group thread -o again.json "$labelled"
	same "$task.1.json" again.json "$task: trained twice, two models"
done

# Nobody is judged on what was learned from, unless that is asked for in so many words.
wants 2 "$CREDENCE" eval stance --model stance.1.json "$labelled"
grep -q 'among those that the model was trained on' err || fail "the overlap is not named"
wants 0 "$CREDENCE" eval stance --model stance.1.json --allow-overlap "$labelled"
grep -q 'no evidence' err || fail "figures on training messages are not called so"
# One message of the training data in a new file is found too; under another id it is another message.
sed -n 5p "$labelled" >one.jsonl
wants 2 "$CREDENCE" eval claim --model claim.1.json one.jsonl

# A model learned from half of the threads answers the other half, one line for each message, in their order.
grep -E '"thread": "t[123]"' "$labelled" >first.jsonl
grep -E '"thread": "t[456]"' "$labelled" >second.jsonl
wants 0 "$CREDENCE" train -q stance -o half.json first.jsonl
wants 0 "$CREDENCE" eval stance --model half.json --predictions p.jsonl second.jsonl
[ "$(wc -l <p.jsonl)" -eq "$(wc -l <second.jsonl)" ] || fail "not every message has a prediction"
sed -E 's/^\{"id":"([^"]*)".*/\1/' p.jsonl >p.ids
sed -E 's/^\{"id": "([^"]*)".*/\1/' second.jsonl >second.ids
same p.ids second.ids "predictions stand in another order than messages"
grep -vqE '^\{"id":"[^"]+","label":"(comment|deny|query|support)","p":\{("(comment|deny|query|support)":[01]\.[0-9]{4},?){4}\}\}$' p.jsonl &&
	fail "a prediction is laid out otherwise"
sed -E 's/.*"p":\{"comment":([0-9.]+),"deny":([0-9.]+),"query":([0-9.]+),"support":([0-9.]+)\}\}/\1 \2 \3 \4/' p.jsonl |
	awk '{ s = $1 + $2 + $3 + $4; if (s < 0.999 || s > 1.001) bad++ } END { exit bad > 0 }' || fail "probabilities do not sum to one"

# What a run says of a message is what the judge saw.
wants 0 "$CREDENCE" train -q claim --group thread -o claim.json first.jsonl
wants 0 "$CREDENCE" eval claim --model claim.json --predictions c.jsonl second.jsonl
echo '{"decide": {"check_worthiness": "", "claim": "claim.json", "certainty": "", "stance_alone": ""}}' >settings.json
"$CREDENCE" stream --config settings.json second.jsonl >lines || fail "stream with an own model"
sed -E 's/.*"1":([0-9.]+)\}\}/\1/' c.jsonl >judged
sed -nE 's/.*"claim_probability":([0-9.]+).*/\1/p' lines >said
same judged said "a line has another probability than the judge saw"

# Calibrated to labels: lines say so, and their parts still add up.
wants 0 "$CREDENCE" calibrate --group thread -o calibrated.json "$labelled"
grep -q '^before: Brier' out && grep -q '^after .*: Brier' out || fail "calibrate does not show before and after"
"$CREDENCE" stream --model calibrated.json second.jsonl >lines || fail "stream with a calibrated model"
grep -q '"calibration":"platt n=33"' lines || fail "lines do not name the calibration"
sed -nE 's/.*"components":\{"prior":([0-9.-]+),"text":([0-9.-]+),"calibration":([0-9.-]+),"source":([0-9.-]+)\},"log_odds":([0-9.-]+).*/\1 \2 \3 \4 \5/p' lines >sums
[ "$(wc -l <sums)" -ge 10 ] || fail "hardly any line has components"
awk '{ d = $1 + $2 + $3 + $4 - $5; if (d > 0.00001 || d < -0.00001) bad++; if ($3) some++ } END { exit bad || !some }' sums ||
	fail "components do not add up, or none is the calibration's"

# A sample: as many as asked for, the same whatever the order of the archives, probabilities that sum to its size.
scored run "$sample"
"$CREDENCE" sample -q run -n 12 --seed 3 >drawn.jsonl || fail "sample"
[ "$(wc -l <drawn.jsonl)" -eq 12 ] || fail "a sample of another size"
mkdir turned
for archive in "$sample"/*; do cp "$archive" turned/; done
scored other $(ls -r "$sample"/* | tr '\n' ' ')
"$CREDENCE" sample -q other -n 12 --seed 3 >again.jsonl || fail "sample of the same archives in another order"
sed -E 's/.*"id":"([^"]*)".*/\1/' drawn.jsonl | sort >a
sed -E 's/.*"id":"([^"]*)".*/\1/' again.jsonl | sort >b
same a b "the order of the archives changes who is drawn"
"$CREDENCE" sample -q run -n 1000 >all.jsonl || fail "sample of all"
sed -E 's/.*"inclusion":([0-9.]+).*/\1/' all.jsonl | awk '$1 != 1 { bad++ } END { exit bad > 0 }' || fail "who is surely drawn has another probability than 1"
