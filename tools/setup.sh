#!/usr/bin/env bash
# Installs what bootmap needs on Debian 12, Ubuntu 24.04 or newer: packages through apt, and libfdt
# for the target into build/sysroot. Asks nothing; once all is there, does nothing.
#
# usage: tools/setup.sh [--list]        --list only prints the names of the packages
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

packages=(
    # build
    make gcc-aarch64-linux-gnu picolibc-aarch64-linux-gnu
    # run
    qemu-system-arm
    # debug
    gdb-multiarch
    # test: the unit tests also run on this machine, with its own compiler and libfdt
    gcc libc6-dev libfdt-dev device-tree-compiler u-boot-qemu
    python3 python3-pytest python3-pexpect
    # lint
    git clang clang-format shellcheck cppcheck sparse cloc
)
sysroot=build/sysroot/aarch64
libfdt=$sysroot/usr/lib/aarch64-linux-gnu/libfdt.a
log=$PWD/build/setup.log

say() {
    echo "setup: $*"
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
    die "could not $purpose; the lines above are the end of build/setup.log"
}

# One foreign source that does not answer makes an update fail although all others came in:
# no error yet, it becomes one if a package then cannot be had.
update() {
    "$@" update </dev/null >>"$log" 2>&1 ||
        say "some package lists could not be fetched, going on with the others"
}

missing_packages() {
    comm -23 <(printf '%s\n' "${packages[@]}" | sort) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null |
            sed -n 's/^installed //p' | sort -u)
}

# Sets as_root to what turns this user into root; sudo asks for a password only if it must.
find_root() {
    as_root=()
    [ "$(id -u)" -ne 0 ] || return 0
    as_root=(sudo -n)
    ! sudo -n true 2>/dev/null || return 0
    as_root=(sudo)
    sudo -v 2>/dev/null ||
        die "this needs root and sudo does not help; as root: apt-get install --no-install-recommends $*"
}

install_packages() {
    find_root "$@"
    say "installing through apt: $*"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get -q -y -o DPkg::Lock::Timeout=300)
    update "${apt[@]}"
    logged "install the packages" "${apt[@]}" install --no-install-recommends "$@"
}

# 'dpkg --add-architecture' would serve as well, but would stay behind on the user's machine:
# apt gets a state of its own instead, in which everything is arm64.
fetch_libfdt() {
    say "unpacking libfdt for aarch64 into $sysroot"
    state=$(mktemp -d "$PWD/build/apt.XXXXXX")
    trap 'rm -rf "$state"' EXIT
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    local apt=(apt-get -q -o APT::Architecture=arm64 -o APT::Architectures=arm64
        -o Dir::State::lists="$state/lists" -o Dir::State::status=/dev/null
        -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none)

    # Debian's servers hold every architecture. Ubuntu keeps arm64 on one of its own, which the
    # sources of an amd64 machine do not name.
    local codename
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "${UBUNTU_CODENAME:-}")
    if [ -n "$codename" ]; then
        echo "deb [signed-by=/usr/share/keyrings/ubuntu-archive-keyring.gpg]" \
            "http://ports.ubuntu.com/ubuntu-ports $codename main universe" >"$state/sources.list"
        apt+=(-o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null)
    fi

    update "${apt[@]}"
    (cd "$state" && logged "download libfdt-dev for arm64" "${apt[@]}" download libfdt-dev)
    logged "unpack libfdt-dev" dpkg-deb -x "$state"/libfdt-dev_*.deb "$state/root"
    mkdir -p "${sysroot%/*}"
    rm -rf "$sysroot"
    mv "$state/root" "$sysroot"
}

if [ "${1:-}" = --list ]; then
    printf '%s\n' "${packages[@]}"
    exit
fi
command -v apt-get >/dev/null ||
    die "apt-get is not here; under Debian's names these are needed: ${packages[*]}"

mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -eq 0 ] && [ -e "$libfdt" ]; then
    say "everything is here already"
    exit
fi
mkdir -p build
: >"$log"
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
[ -e "$libfdt" ] || fetch_libfdt
say "done"
