# schema.sh -- what is written keeps to configs/schemas.
# Knows which file has which schema; does not know what the schemas say.
. "$(dirname "$0")/lib.sh"
: "${TEST_SCHEMA:?set TEST_SCHEMA to the validator}"
schemas=$root/configs/schemas
valid() { "$TEST_SCHEMA" "$schemas/$1.schema.json" "$2" >out 2>&1 || { tail -5 out >&2; fail "$2 breaks $1.schema.json"; }; }
scored run --text --features "$sample"
"$CREDENCE" cat run >lines.jsonl
"$CREDENCE" quarantine run >bad.jsonl
tr -d '\n\t' <run/summary.json >summary.jsonl
[ -s lines.jsonl ] && [ -s bad.jsonl ] && [ -s summary.jsonl ] || fail "nothing to validate"
valid line lines.jsonl
valid quarantine bad.jsonl
valid summary summary.jsonl
"$CREDENCE" check --json --messages 100 "$sample" "$root/tests/formats" >check.jsonl
[ "$(wc -l <check.jsonl)" -gt 10 ] || fail "nothing was checked"
valid check check.jsonl
# The README describes every field that a line can have.
sed -nE 's/^\t\t"([a-z_]+)": \{$/\1/p' "$schemas/line.schema.json" >fields
[ "$(wc -l <fields)" -gt 20 ] || fail "the schema's fields were not found"
while IFS= read -r field; do grep -q "\`$field\`" "$root/README.md" || fail "the README does not describe $field"; done <fields
printf 'a key that is kept apart' >key
scored hidden --pseudonymise key "$sample"
"$CREDENCE" cat hidden >lines.jsonl
"$CREDENCE" quarantine hidden >bad.jsonl
valid line lines.jsonl
valid quarantine bad.jsonl
# The validator is no rubber stamp.
sed 's/"status":"ok"/"status":"fine"/' lines.jsonl >wrong.jsonl
"$TEST_SCHEMA" "$schemas/line.schema.json" wrong.jsonl >out 2>&1 && fail "an unknown status passes for valid"
:
