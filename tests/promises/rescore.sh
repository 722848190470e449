# rescore.sh -- a changed weight redoes the scores and nothing before them.
# Knows a model file and inode numbers; does not know which artifact depends on what.
. "$(dirname "$0")/lib.sh"
state() { find run/extract -type f -exec stat -c '%n %i %Y %s' {} + | sort; }
scored run "$sample"
state >before
[ -s before ] || fail "there are no artifacts in run/extract"
"$CREDENCE" cat run >before.lines
# One weight of the model, whatever it is, becomes 0.
sed -E '0,/"weight":[[:space:]]*-?[0-9.]+/s/("weight":[[:space:]]*)-?[0-9.]+/\10.0/' "$root/configs/models/default.json" >other.json
cmp -s other.json "$root/configs/models/default.json" && fail "the model holds no weight to change"
scored run --model other.json "$sample"
state | diff before - || fail "extract was redone"
"$CREDENCE" cat run >after.lines
cmp -s before.lines after.lines && fail "the new model left no trace"
scored run "$sample"
"$CREDENCE" cat run | cmp - before.lines || fail "back to the old model, other scores"
