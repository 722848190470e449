# Learned decisions by the small models of tests/decide: in lines, in the summary, explained; models that do not fit.
mkdir tests && cp -R "$(dirname "$0")/../../decide" tests/decide
credence run -q --config tests/decide/settings.json out sample/town.zip sample/comments.jsonl.zst >/dev/null
credence cat out | grep '"stance"' | head -n 3
credence cat out | grep '"no_claim"' | head -n 1
sed -n '/"decisions"/,/"languages"/p' out/summary.json
credence explain --config tests/decide/settings.json out t1_hx7a005
echo "--- other models than those of the run"
echo '{"decide": {"check_worthiness": "", "claim": "tests/decide/claim.json", "certainty": "", "stance_alone": ""}}' >one.json
sed -i 's/\[1500,1\]/[1400,1]/' tests/decide/claim.json
credence explain --config one.json out t1_hx7a005 | grep -A 9 learned
echo "--- mistakes"
echo '{"decide": {"claim": "no-such.json"}}' >absent.json
credence stream --config absent.json sample/town.zip
echo '{"decide": {"claim": "tests/decide/certainty.json"}}' >other.json
credence stream --config other.json sample/town.zip
sed -i 's/"claims>=1"/"claim>=1"/' tests/decide/claim.json
credence stream --config one.json sample/town.zip
echo '{"decide": {"clam": ""}}' >unknown.json
credence stream --config unknown.json sample/town.zip
