# A configuration that is wrong: exit 2, the file, the key and what is allowed.
try() { printf '%s\n' "$1" >user.json; credence config --config user.json; echo "exit $?"; }
try '{"limits":{"json_depth":"deep"}}'
try '{"limits":{"jsn_depth":5}}'
try '{"score":{"output_format":"lzma"}}'
try '{"run":'
try '[]'
