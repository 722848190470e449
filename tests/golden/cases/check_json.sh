# The same of one archive, for a program.
credence check --json --messages 1 sample/bad.jsonl
