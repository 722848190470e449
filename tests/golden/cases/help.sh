# What there is, and what each command takes.
credence --help
for command in run plan extract score summary cat quarantine stream explain features config; do
	echo "=== $command"
	credence "$command" --help
done
