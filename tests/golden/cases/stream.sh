# A few lines through standard input.
cat >lines.jsonl <<'END'
{"id":"1","text":"According to Reuters, the Halden valve was recalled on 3 November 2026."}
{"id":"2","text":"They are hiding it and everyone knows."}
{"id":"3","text":"lol"}
{"id":"4","text":"I saw two cracked valves at the works this morning, photos attached."}
END
credence stream --text - <lines.jsonl
