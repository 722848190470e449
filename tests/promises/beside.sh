# beside.sh -- names that stand in another file of the same archive or folder are joined, wherever that file comes, and only then.
# Knows the layout of academictwitteR's pages and of PHEME's threads; does not know how tables are made.
. "$(dirname "$0")/lib.sh"

mkdir -p dump
for page in 1 2; do
	cat >dump/data_$page.json <<JSON
[{"id":"${page}1","text":"The bridge on Mill Lane is closed until Friday.","author_id":"70$page","created_at":"2021-06-02T21:15:24.000Z","conversation_id":"${page}1"},
 {"id":"${page}2","text":"RT @mo: The council says that the water is sa…","author_id":"709","created_at":"2021-06-02T21:16:24.000Z","referenced_tweets":[{"type":"retweeted","id":"9$page"}]}]
JSON
	cat >dump/users_$page.json <<JSON
{"users":[{"id":"70$page","username":"vera$page"}],"tweets":[{"id":"9$page","text":"The council says that the water is safe to drink again, page $page."}]}
JSON
done
joined() {
	grep -q '"id":"11".*"author":"vera1"' "$1" && grep -q '"id":"21".*"author":"vera2"' "$1" || fail "$2: authors are not joined"
	grep -q '"id":"12".*"author":"709"' "$1" || fail "$2: an author whom no page names keeps the id"
	grep -q 'safe to drink again, page 2' "$1" || fail "$2: the retweeted text is not joined"
}
# ids FILE: what stands in it of each message but where it came from.
ids() { sed -E 's/"archive":"[^"]*",("member":"[^"]*",)?"record":[0-9]+,//' "$1" | LC_ALL=C sort; }

scored folder --text --threads 1 dump
"$CREDENCE" cat folder >folder.lines
joined folder.lines "a folder"
grep -q companion-file folder/summary.json || fail "the users' files are not counted"

tar -cf dump.tar dump
scored tar --text --threads 8 dump.tar
"$CREDENCE" cat tar >tar.lines
joined tar.lines "a tar"
ids folder.lines >folder.ids
ids tar.lines >tar.ids
same folder.ids tar.ids "the folder and the tar of it give different messages"

# A file beside an archive that is not among the inputs is not read.
scored alone --text dump/data_1.json
"$CREDENCE" cat alone | grep -q '"author":"701"' || fail "a file that was not given was read"

# Standard input cannot be read twice: the ids stay, and that is said.
"$CREDENCE" run piped --text - <dump.tar >out 2>err || fail "standard input: $(cat err)"
"$CREDENCE" cat piped | grep -q '"author":"701"' || fail "from standard input the id should stay"
grep -q late_context piped/quarantine/* || fail "nothing says that names were not joined"

# A file beside that is broken costs the names and is said.
printf '{"users": [{"id"' >dump/users_2.json
scored broken --text dump
"$CREDENCE" cat broken >broken.lines
grep -q '"id":"11".*"author":"vera1"' broken.lines && grep -q '"id":"21".*"author":"702"' broken.lines || fail "a broken file costs more than its own names"
grep -q late_context broken/quarantine/* || fail "nothing says that a file beside was broken"

# Replies of a thread are what its structure.json says.
mkdir -p fire-all-rnr-threads/rumours/100/source-tweets fire-all-rnr-threads/rumours/100/reactions
tweet() { printf '{"id_str":"%s","created_at":"Wed Jan 07 11:11:33 +0000 2015","user":{"screen_name":"n%s"},"in_reply_to_status_id_str":%s,"text":"The hall on fire is the old one."}\n' "$1" "$1" "$2"; }
tweet 100 null >fire-all-rnr-threads/rumours/100/source-tweets/100.json
tweet 101 '"100"' >fire-all-rnr-threads/rumours/100/reactions/101.json
tweet 102 '"100"' >fire-all-rnr-threads/rumours/100/reactions/102.json
tweet 103 '"100"' >fire-all-rnr-threads/rumours/100/reactions/103.json
echo '{"100": {"101": {"102": []}}}' >fire-all-rnr-threads/rumours/100/structure.json
tar -cf threads.tar fire-all-rnr-threads
scored threads threads.tar
"$CREDENCE" cat threads >threads.lines
grep -q '"id":"102".*"parent":"101"' threads.lines || fail "structure.json does not say who answers whom"
grep -q '"id":"103".*"parent":"100"' threads.lines || fail "what structure.json leaves out keeps its own parent"
grep '"id":"100"' threads.lines | grep -q '"parent"' && fail "the first message of a thread answers nobody"
exit 0
