#!/bin/sh
# Trains every model that is shipped from the labelled collections: train.sh [MODEL...]; without names, all of them.
# Knows which data and options make which model; does not know how one is learned. Data: CREDENCE_SHARED (../shared). A model is a
# function of the data, the seed and the program: made twice, it has the same bytes.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
data=${CREDENCE_SHARED:-$root/../shared}/data
credence=$root/build/release/credence
models=$root/configs/models
[ -d "$data/labelled" ] || { echo "train.sh: $data/labelled: the labelled collections are not there" >&2; exit 1; }
"$root/scripts/packages.sh"
{ cmake -S "$root" -B "$root/build/release" -G Ninja -DCMAKE_BUILD_TYPE=Release && cmake --build "$root/build/release" -j 2; } >/dev/null
[ $# -gt 0 ] || set -- covid-replies debates stance stance-alone check-worthiness claim certainty evidentiality default
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# model NAME TASK OPTION... FILE...
model() {
	name=$1 task=$2
	shift 2
	echo "$name" >&2
	"$credence" train -q "$task" --name "$name" -o "$work/$name.json" "$@"
	mv "$work/$name.json" "$models/$name.json"
}
rumours="$data/labelled/rumoureval2019_stance.train.jsonl $data/labelled/rumoureval2019_stance.dev.jsonl"
tweets="$data/labelled/checkthat2020_t1_en.train.jsonl $data/labelled/checkthat2020_t1_en.dev.jsonl"
for name; do
	case $name in
	covid-replies) model covid-replies stance --without features,conclusions,thread "$data/labelled/covid19_rumor_stance_twitter.all.jsonl" ;;
	debates) model debates check-worthiness "$data/labelled/checkthat2024_en.train.jsonl" ;;
	stance) model stance stance --auxiliary "$models/covid-replies.json" $rumours ;;
	stance-alone) model stance-alone stance --without thread --auxiliary "$models/covid-replies.json" $rumours ;;
	check-worthiness) model check-worthiness check-worthiness --auxiliary "$models/debates.json" $tweets ;;
	claim) model claim claim --group platform --auxiliary "$models/debates.json" "$data/rated/rated.jsonl" ;;
	certainty) model certainty certainty --group platform "$data/rated/rated.jsonl" ;;
	evidentiality) model evidentiality evidentiality --group platform "$data/rated/rated.jsonl" ;;
	# The hand-set weights stay; what their sum means is fitted to the raters.
	default) "$credence" calibrate -q --model models/uncalibrated.json --name default --group platform -o "$work/default.json" \
		"$data/rated/rated.jsonl" >/dev/null && mv "$work/default.json" "$models/default.json" ;;
	*) echo "train.sh: no model $name" >&2; exit 2 ;;
	esac
done
