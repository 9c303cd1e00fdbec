#!/bin/sh
# Unpacks the device trees of Debian's kernel for arm64 under build/trees, one folder for each vendor: they
# describe real boards, and `make BOARD=…` starts the machine with one of them. Installs nothing, needs
# no root, asks nothing; once they are there, does nothing.
#
# usage: tools/fetch_trees.sh [RELEASE]
#        RELEASE: of Debian, as trixie, whose trees go to build/trees-trixie; without: bookworm's go to build/trees
# environment: as for tools/fetch_deb.sh
set -eu
cd "$(dirname "$0")/.."
trees=build/trees${1:+-$1}
[ $# -eq 0 ] || export RELEASE="$1"

[ ! -e "$trees" ] || exit 0
mkdir -p build
work=$(mktemp -d "$PWD/build/trees.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
echo "trees: device trees of Debian's kernel, into $trees:" \
    "up to 120 MB to download (a kernel, of which the trees are kept), 60 MB on disk, about a minute"
tools/fetch_deb.sh -d linux-image-arm64 arm64 "$work" '\.dtb$'
# Complete, or not there at all.
mv "$work"/usr/lib/linux-image-* "$trees"
echo "trees: $(find "$trees" -name '*.dtb' | wc -l | tr -d ' ') device trees"
