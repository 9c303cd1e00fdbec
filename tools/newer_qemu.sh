#!/usr/bin/env bash
# Unpacks a newer QEMU beside the one that Debian 12 installs: the packages of bookworm-backports and
# whatever libraries they need that this machine lacks, under build/qemu-newer. Installs nothing, needs
# no root, asks nothing; once it is there, does nothing.
#
# usage: tools/newer_qemu.sh
#        make test QEMU=build/qemu-newer/bin/qemu-system-aarch64
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

target=build/qemu-newer
programs=(qemu-system-aarch64 qemu-system-x86_64)
packages=(qemu-system-arm qemu-system-x86)
mirror=http://deb.debian.org/debian
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
log=$PWD/build/newer_qemu.log

say() {
    echo "newer_qemu: $*"
}

die() {
    say "$*" >&2
    exit 1
}

# Runs a command whose output matters only when it fails.
logged() {
    local purpose=$1
    shift
    "$@" </dev/null >>"$log" 2>&1 && return
    tail -n 20 "$log" >&2
    die "could not $purpose; the lines above are the end of ${log#"$PWD/"}"
}

works() {
    local program
    for program in "${programs[@]}"; do
        "$target/bin/$program" --version >/dev/null 2>&1 || return
    done
}

# apt gets lists and a cache of its own, but this machine's state: so it downloads what is missing
# here or too old, and nothing else. It does not lock that state, which it only reads.
download() {
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    printf "deb [signed-by=$keyring] $mirror %s main\n" bookworm bookworm-backports >"$state/sources.list"
    local apt=(apt-get -q -y -o Dir::State::lists="$state/lists" -o Dir::Cache="$state/cache"
        -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null
        -o Debug::NoLocking=1 -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none)
    logged "fetch the package lists" "${apt[@]}" update
    logged "download ${packages[*]}" "${apt[@]}" install --no-install-recommends --download-only \
        --target-release bookworm-backports "${packages[@]}"
}

unpack() {
    local package
    for package in "$state"/cache/archives/*.deb; do
        logged "unpack ${package##*/}" dpkg-deb -x "$package" "$state/root"
    done
    rm -rf "$target"
    mv "$state/root" "$target"
}

# The programs look for modules and firmware in qemu-bundle beside them, as if that were the root folder;
# for libraries where they are told. The network cards' firmware is this machine's.
write_wrappers() {
    local program multiarch
    multiarch=$(gcc -print-multiarch)
    ln -s ../.. "$target/usr/bin/qemu-bundle"
    mkdir -p "$target/bin"
    for program in "${programs[@]}"; do
        cat >"$target/bin/$program" <<WRAPPER
#!/bin/sh
root=\$(dirname "\$(readlink -f "\$0")")/..
export LD_LIBRARY_PATH="\$root/usr/lib/$multiarch:\$root/lib/$multiarch"
exec "\$root/usr/bin/$program" -L /usr/lib/ipxe/qemu "\$@"
WRAPPER
        chmod +x "$target/bin/$program"
    done
}

if works; then
    say "$("$target/bin/${programs[0]}" --version | head -n 1) is here already"
    exit
fi
# shellcheck source=/dev/null
[ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" = bookworm ] ||
    die "this is for Debian 12; elsewhere, name any other QEMU with QEMU=…"
[ -e "$keyring" ] || die "$keyring is not here: install debian-archive-keyring"

mkdir -p build
: >"$log"
state=$(mktemp -d "$PWD/build/apt.XXXXXX")
trap 'rm -rf "$state"' EXIT
say "downloading QEMU from bookworm-backports, about 25 MB, into $target"
download
unpack
write_wrappers
works || die "what was unpacked does not start: try $target/bin/${programs[0]} --version"
say "$("$target/bin/${programs[0]}" --version | head -n 1)"
