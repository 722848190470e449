#!/bin/sh
# Installs the Debian packages that building (and with --tests, testing) needs; does nothing when all are there.
# Knows apt-get and dpkg; does not know what each package is used for.
set -eu
packages="gcc libc6-dev cmake ninja-build pkg-config zlib1g-dev libarchive-dev libcjson-dev libzstd-dev liblzma-dev libbz2-dev
	liblz4-dev libgmime-3.0-dev libexpat1-dev liblinear-dev
	libutf8proc-dev libxxhash-dev libpsl-dev libpcre2-dev publicsuffix libcmocka-dev"
if [ "${1:-}" = --tests ]; then
	packages="$packages clang clang-tidy libclang-rt-14-dev libomp-dev zip unzip p7zip-full zstd xz-utils bzip2 cpio lz4 lzip"
elif [ $# -gt 0 ]; then
	echo "usage: scripts/packages.sh [--tests]" >&2
	exit 2
fi

missing=
for package in $packages; do
	state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || :)
	[ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
	echo "packages.sh: this is no Debian; please install the equivalents of:$missing" >&2
	exit 1
fi
root=
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "packages.sh: run as root, or install by hand:$missing" >&2
		exit 1
	fi
	root="sudo -n"
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
install() { $root apt-get install -y -q --no-install-recommends $missing </dev/null >"$log" 2>&1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# The package lists may be stale or absent: fetched only when the first try fails.
if ! install; then
	$root apt-get update -q </dev/null >>"$log" 2>&1 || { cat "$log" >&2; exit 1; }
	install || { cat "$log" >&2; exit 1; }
fi
