# What there is, and what each command takes.
credence --help
for command in run stream cat summary explain features config plan extract score formats check; do
	echo "=== $command"
	credence "$command" --help
done
