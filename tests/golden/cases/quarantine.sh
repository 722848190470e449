# What is bad in the sample, and where it stands.
credence run -q out sample >/dev/null
credence quarantine out
