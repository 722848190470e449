# Messages of a run, by their ids.
credence run -q out sample >/dev/null
credence explain out n7
credence explain out t1_hx7a005
credence explain out no-such-id
echo "exit $?"
