# The effective configuration, which --config reads again to the same effect.
credence config --threads 3 --reasons 5 >effective.json
cat effective.json
credence config --config effective.json | diff effective.json - && echo "the same again"
