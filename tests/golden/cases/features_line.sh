# Lines with features, and with at most two reasons.
printf '{"id":"1","text":"According to Reuters, 17 of 230 valves might have cracked on Tuesday."}\n' >one.jsonl
credence stream --features one.jsonl
credence stream --reasons 2 one.jsonl
