# A map of one's own: a mistake in it is located, a map that finds nothing says so, a good one shows what it finds.
printf '{"nr": 7, "who": {"nick": "ann"}, "when": "2020-01-31", "what": "The bridge is open."}\n' >forum.jsonl
echo '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"id": "/nr", "txt": "/what"}}' >bad.map.json
credence check --map bad.map.json forum.jsonl
echo '{"map": "my-forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"id": "/number", "text": "/words"}}' >astray.map.json
credence check --map astray.map.json forum.jsonl
echo '{"map": "my-forum", "title": "Our forum", "frame": "jsonl", "detect": {"all": ["/nr"]}, "fields": {"id": "/nr", "author": "/who/nick", "time": "/when", "text": "/what"}}' >my.map.json
credence check --map my.map.json forum.jsonl
