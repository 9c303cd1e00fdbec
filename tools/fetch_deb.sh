#!/bin/sh
# Unpacks one of Debian's packages on a machine without apt. The package's checksum comes from
# Debian's index, and the index comes over https.
#
# usage: tools/fetch_deb.sh [-d] PACKAGE ARCHITECTURE FOLDER [PATTERN]
#        -d: the package that PACKAGE depends on, instead of itself
#        ARCHITECTURE: Debian's name, as arm64; FOLDER: receives the package's files
#        PATTERN: of grep; only the files whose names match
# environment: MIRROR, another address of Debian; RELEASE, another release than bookworm
set -eu
meta=
if [ "$1" = -d ]; then
    meta=yes
    shift
fi
package=$1 architecture=$2 folder=$3 pattern=${4:-}
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

# field NAME: its first word in the index's paragraph about the package
field() {
    gzip -dc "$work/index.gz" | awk -v package="$package" -v name="$1:" '
        $1 == "Package:" { here = $2 == package }
        here && $1 == name { print $2 }'
}

[ -z "$meta" ] || package=$(field Depends)
file=$(field Filename)
sum=$(field SHA256)
[ -n "$file" ] || die "$release has no package $package for $architecture"
fetch "$mirror/$file" "$work/package.deb"
[ "$(sum_of "$work/package.deb")" = "$sum" ] || die "$file has another checksum than the index says"
cd "$work"
ar x package.deb
if [ -n "$pattern" ]; then
    tar -tf data.tar.* | grep -e "$pattern" >names || die "$package has no files of such names: $pattern"
    tar -xf data.tar.* -C "$folder" -T names
else
    tar -xf data.tar.* -C "$folder"
fi
