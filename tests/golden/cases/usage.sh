# Mistakes on the command line: exit 2, and the nearest right word.
try() { "$@"; echo "exit $?"; }
try credence
try credence rnu
try credence run --threds 2 out sample
try credence run --threads
try credence run
try credence run --share 1/2 out sample
try credence run --max-bad lots out sample
try credence cat no-such-run
