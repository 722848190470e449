# The version with its number, without what a build adds.
credence --version | sed -E 's/[0-9]+\.[0-9]+\.[0-9]+/N.N.N/; s/@[0-9a-f]{8,16}/@HASH/g'
