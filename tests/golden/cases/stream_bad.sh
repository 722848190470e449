# One broken record among good ones costs itself: exit 0 from stream or 3, its place in the quarantine.
printf '{"id":"1","text":"The tap is dry."}\n{"id":"2","text":"cut\n{"id":"3","text":"The tap ran until noon."}\n' >lines.jsonl
credence stream --quarantine bad.jsonl lines.jsonl
echo "exit $?"
cat bad.jsonl
