# Mistakes with the commands that learn: what is said, and the exit code.
labelled=$(dirname "$0")/../../sample/labelled
cp "$labelled/halden.jsonl" halden.jsonl
try() { echo "--- $*"; "$@"; echo "exit $?"; }
exec 2>&1
try credence train stanze halden.jsonl -o m.json
try credence train stance halden.jsonl
try credence train stance --label mood halden.jsonl -o m.json
try credence train stance --without all halden.jsonl -o m.json
try credence train stance --without features,conclusions,thread,words halden.jsonl -o m.json
try credence train stance --folds 1 halden.jsonl -o m.json
try credence train stance --seed -3 halden.jsonl -o m.json
try credence train -q claim halden.jsonl -o claim.json
try credence eval stance --model claim.json halden.jsonl
try credence eval claim --model none.json halden.jsonl
sed 's/"t\([0-9]\)-/"other-\1-/g; s/"assessable": 1/"assessable": "maybe"/; s/"assessable": 0/"assessable": "hardly"/' halden.jsonl >other.jsonl
try credence eval claim --model claim.json other.jsonl
try credence calibrate halden.jsonl
try credence sample no-run
