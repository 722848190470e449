# More bad records than --max-bad allows: exit 4; any: exit 3.
credence run -q --max-bad 0.5% out sample
echo "exit $?"
credence run -q --max-bad any out sample
echo "exit $?"
