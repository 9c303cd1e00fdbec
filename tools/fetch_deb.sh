#!/bin/sh
# Unpacks one of Debian's packages on a machine without apt. The package's checksum comes from
# Debian's index, and the index comes over https.
#
# usage: tools/fetch_deb.sh PACKAGE ARCHITECTURE FOLDER
#        ARCHITECTURE: Debian's name, as arm64; FOLDER: receives the package's files
# environment: MIRROR, another address of Debian; RELEASE, another release than bookworm
set -eu
package=$1 architecture=$2 folder=$3
mirror=${MIRROR:-https://deb.debian.org/debian}
release=${RELEASE:-bookworm}

die() {
    echo "fetch_deb: $*" >&2
    exit 1
}

# fetch ADDRESS FILE
fetch() {
    curl -fsSL --retry 2 -o "$2" "$1" || die "could not fetch $1"
}

# The SHA-256 of a file: Linux and macOS have different commands for it.
sum_of() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch "$mirror/dists/$release/main/binary-$architecture/Packages.gz" "$work/index.gz"
fields=$(gzip -dc "$work/index.gz" | awk -v package="$package" '
    $1 == "Package:" { here = $2 == package }
    here && ($1 == "Filename:" || $1 == "SHA256:") { print $1 $2 }')
file=$(echo "$fields" | sed -n 's/^Filename://p')
sum=$(echo "$fields" | sed -n 's/^SHA256://p')
[ -n "$file" ] || die "$release has no package $package for $architecture"
fetch "$mirror/$file" "$work/package.deb"
[ "$(sum_of "$work/package.deb")" = "$sum" ] || die "$file has another checksum than the index says"
cd "$work"
ar x package.deb
tar -xf data.tar.* -C "$folder"
