# The beginning of the list of features.
credence features | head -n 20
