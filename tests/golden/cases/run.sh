# The sample corpus, first lines of each archive; the run's own words are kept for the eye, without timings.
credence run -q out sample
echo "exit $?"
credence cat out | wc -l
credence cat out | awk -F'"archive":"' '{ split($2, a, "\""); if (seen[a[1]]++ < 3) print }'
