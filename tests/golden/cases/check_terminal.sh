# Nothing of the input reaches a terminal raw: escapes, bells and marks that turn the direction of writing are made visible.
printf '{"id":"a\\u001b[2J","author":"\\u202eann","text":"ring \\u0007 the bell\\nand go"}\n{"id":"b","text":"\033]0;title\007"}\n' >hostile.jsonl
credence check hostile.jsonl
