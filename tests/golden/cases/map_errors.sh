# Slips in a map of one's own: exit 2, and the file, the place in it and what is allowed there.
echo '{"nr": 7, "what": "The bridge is open."}' >forum.jsonl
try() { printf '%s\n' "$1" >my.map.json; credence check --map my.map.json forum.jsonl; echo "exit $?"; }
try ''
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": "/what",}}'
try '{"map": "my-forum", // mine
"frame": "jsonl"}'
try "{'map': 'my-forum'}"
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": "/what"}'
try '{"map": "my-forum", "frame": "ndjson", "detect": {"all": ["/nr"]}, "fields": {"text": "/what"}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"al": ["/nr"]}, "fields": {"text": "/what"}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": "what"}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"id": "/nr"}}'
try '{"map": "my-forum", "frame": "jsonl", "fields": {"text": "/what"}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": "/what", "time": {"from": "/when", "zone": "Europe/Berlin"}}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": {"from": "/what", "fallback": "/that"}}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "skip": [{"at": "/nr", "equals": 7, "as": "x"}], "fields": {"text": "/what"}}'
try '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": "/what"}, "markup": "bbcode"}'
try '{"map": "my-forum", "map": "our-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"text": "/what"}}'
try '{"map": "my-forum", "frame": "mail", "fields": {"text": "/body"}}'
credence check --map not-there.json forum.jsonl
echo "exit $?"
credence check --format my-forum forum.jsonl
echo "exit $?"
