# With a key, no name and no id of the input is left in a line.
printf 'a key that is kept apart' >key
credence run -q --text --pseudonymise key out sample/town.zip
credence cat out | head -n 4
credence cat out | grep -c -e Marlow -e Tobias -e PipeDream
