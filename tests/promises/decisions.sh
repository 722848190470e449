# decisions.sh -- learned decisions keep to the promises: the same bytes however they are made, and a changed model redoes them.
# Knows the models of tests/decide and settings that name them; does not know what they answer.
. "$(dirname "$0")/lib.sh"
: "${TEST_SCHEMA:?set TEST_SCHEMA to the validator}"
mkdir tests && cp -R "$root/tests/decide" tests/decide
with="--config tests/decide/settings.json"
corpus in 60
options="$with --chunk 700 --unit 4K"
scored one --threads 1 $options in
lines one >one.lines
for field in checkworthiness claim_probability stance '"certainty":{"label":"[a-z]*","p"'; do
	[ "$(grep -c "$field" one.lines)" -gt 200 ] || fail "$field is hardly ever there"
done
for label in comment query; do grep -q "\"label\":\"$label\"" one.lines || fail "nothing is said to be $label"; done

# Any number of threads; shares in any order.
scored many --threads 3 $options in
lines many >many.lines
same one.lines many.lines "three threads decide otherwise than one"
wants 0 "$CREDENCE" plan $options run in
for i in 1 0; do wants 0 "$CREDENCE" extract --share "$i/2" $options run; done
for i in 0 1; do wants 0 "$CREDENCE" score --share "$i/2" $options run; done
"$CREDENCE" summary $options run >out 2>&1
lines run >run.lines
same one.lines run.lines "shares decide otherwise than the whole"

# Begun, killed and begun again.
"$CREDENCE" run --threads 1 $options broken in >/dev/null 2>&1 </dev/null &
pid=$!
while kill -0 $pid 2>/dev/null && [ ! -e broken/extract/u00001/end.seg ]; do :; done
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
scored broken $options in
lines broken >broken.lines
same one.lines broken.lines "after a kill decisions differ"

# The order of archives and messages changes no answer; stream says what run says.
mkdir turned
for file in in/part*; do
	case $file in *.gz) gzip -dc "$file" ;; *) cat "$file" ;; esac | tac >"turned/$(basename "$file" .gz)"
done
"$CREDENCE" stream $with in/part* | sed -E 's/"archive":"[^"]*","record":[0-9]*/"place":"?"/' | sort >there
"$CREDENCE" stream $with turned | sed -E 's/"archive":"[^"]*","record":[0-9]*/"place":"?"/' | sort >back
same there back "the order of messages changes a decision"
cp "$root/tests/sample/src/notes.jsonl" .
scored notes $with notes.jsonl
"$CREDENCE" cat notes >notes.lines
wants 0 "$CREDENCE" stream $with notes.jsonl
same notes.lines out "stream decides otherwise than run"

# Schemas; and no id of the input is left with a key.
"$TEST_SCHEMA" "$root/configs/schemas/line.schema.json" notes.lines >out 2>&1 || { tail -5 out >&2; fail "lines break their schema"; }
tr -d '\n\t' <notes/summary.json >summary.jsonl
"$TEST_SCHEMA" "$root/configs/schemas/summary.schema.json" summary.jsonl >out 2>&1 || { tail -5 out >&2; fail "the summary breaks its schema"; }
printf 'a key that is kept apart' >key
"$CREDENCE" stream $with --pseudonymise key notes.jsonl >hidden
grep -q '"stance":\[{"to":"[0-9a-f]\{16\}"' hidden || fail "with a key no stance is left"
grep -o '"\(to\|parent\|id\)":"[^"]*"' hidden | grep -vE '"[0-9a-f]{16}"$' && fail "an id is left"

# An explanation answers anew from what the run kept, and finds the same.
for id in $(sed -E 's/^\{"id":"([^"]*)".*/\1/' notes.lines); do "$CREDENCE" explain $with notes "$id"; done >said
grep -q "what it does to the message it answers" said || fail "no stance is explained"
grep -B 2 -A 2 "another model" said && fail "an explanation answers otherwise than the run"

# A changed model redoes extract and only that decision; scores that do not depend on it stay.
state() { find notes/extract -type f -exec stat -c '%n %i %y' {} + | sort; }
state >before
scored notes $with notes.jsonl
state | cmp -s - before || fail "extract was redone for nothing"
sed -i 's/"not true": \[-400,2600/"not true": [-400,2500/' tests/decide/stance-alone.json
scored notes $with notes.jsonl
state | cmp -s - before && fail "a changed model does not redo extract"
sed -i 's/"intercept": \[600,/"intercept": [-900,/' tests/decide/stance-alone.json
scored notes $with notes.jsonl
"$CREDENCE" cat notes >changed.lines
cmp -s notes.lines changed.lines && fail "a changed model changes no line"
bare() { sed -E 's/"stance":\[[^]]*\],//' "$1"; }
bare notes.lines >left
bare changed.lines >right
same left right "a changed model of one decision changes something else"

# Turned off, a decision is left out, and no other changes.
sed 's|tests/decide/stance-alone.json||' tests/decide/settings.json >off.json
"$CREDENCE" stream --config off.json notes.jsonl >off.lines
same left off.lines "a decision that is turned off changes something else"
:
