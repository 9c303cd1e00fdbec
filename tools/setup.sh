#!/usr/bin/env bash
# Installs what bootmap needs on Debian 12, Ubuntu 24.04 or newer: packages through apt, and the
# target's library into build/sysroot. Asks nothing; once all is there, does nothing.
#
# usage: tools/setup.sh [--list]        --list only prints the names of the packages
# environment: ARCH as given to make; BROWSER=1 adds a browser, in which the tests operate what
#              make explorer wrote
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

arch=${ARCH:-aarch64}
packages=(
    # build; the headers of picolibc serve every architecture
    make picolibc-aarch64-linux-gnu
    # debug
    gdb-multiarch qemu-utils
    # test: the unit tests also run on this machine, with its own compiler and libfdt
    gcc libc6-dev libfdt-dev device-tree-compiler
    python3 python3-pytest python3-pexpect
    # lint
    git clang clang-format shellcheck cppcheck sparse cloc
)
[ -z "${BROWSER:-}" ] || packages+=(chromium chromium-driver)
# What this architecture adds to build and run, and one library for it: its package, Debian's name
# of the architecture, and the file that shows that it is there.
case $arch in
aarch64)
    packages+=(gcc-aarch64-linux-gnu qemu-system-arm u-boot-qemu)
    library=libfdt-dev debian_arch=arm64 proof=lib/aarch64-linux-gnu/libfdt.a
    ;;
x86_64)
    # GRUB for its tests, which start from a CD.
    packages+=(qemu-system-x86 grub-pc-bin grub-common xorriso mtools)
    # The native compiler of such a machine bears this name as well.
    [ "$(dpkg --print-architecture)" = amd64 ] || packages+=(gcc-x86-64-linux-gnu)
    library=musl-dev debian_arch=amd64 proof=lib/x86_64-linux-musl/libc.a
    ;;
*)
    echo "setup: there is no ARCH=$arch" >&2
    exit 1
    ;;
esac
sysroot=build/sysroot/$arch
proof=$sysroot/usr/$proof
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
# apt gets a state of its own instead, in which everything is for that architecture.
fetch_library() {
    say "unpacking $library for $arch into $sysroot"
    state=$(mktemp -d "$PWD/build/apt.XXXXXX")
    trap 'rm -rf "$state"' EXIT
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    local apt=(apt-get -q -o APT::Architecture="$debian_arch" -o APT::Architectures="$debian_arch"
        -o Dir::State::lists="$state/lists" -o Dir::State::status=/dev/null
        -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root -o Acquire::Languages=none)

    # Debian's servers hold every architecture. Ubuntu keeps amd64 on one and arm64 on another,
    # and the sources of a machine name only its own.
    local codename server=http://ports.ubuntu.com/ubuntu-ports
    # shellcheck source=/dev/null
    codename=$(. /etc/os-release && echo "${UBUNTU_CODENAME:-}")
    [ "$debian_arch" != amd64 ] || server=http://archive.ubuntu.com/ubuntu
    if [ -n "$codename" ] && [ "$debian_arch" != "$(dpkg --print-architecture)" ]; then
        echo "deb [signed-by=/usr/share/keyrings/ubuntu-archive-keyring.gpg]" \
            "$server $codename main universe" >"$state/sources.list"
        apt+=(-o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null)
    fi

    update "${apt[@]}"
    (cd "$state" && logged "download $library for $debian_arch" "${apt[@]}" download "$library")
    logged "unpack $library" dpkg-deb -x "$state/$library"_*.deb "$state/root"
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
if [ ${#missing[@]} -eq 0 ] && [ -e "$proof" ]; then
    say "everything is here already"
    exit
fi
mkdir -p build
: >"$log"
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
[ -e "$proof" ] || fetch_library
say "done"
