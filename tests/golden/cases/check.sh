# What the sample holds and how it would be read.
credence check sample
