#!/usr/bin/env bash
# Installs what bootmap needs on Debian 12, Ubuntu 22.04 or newer: packages through apt, and the
# target's library into build/sysroot. On macOS, tools/setup_mac.sh does it. Asks nothing; once all is there, does nothing.
#
# usage: tools/setup.sh [--list] [GOAL…]      --list only prints the names of the packages
#        GOAL: what make shall be able to do then, as run, debug, test; without any: all
# environment: ARCH, BOARD and FB as given to make; BROWSER=1 adds a browser, in which the tests operate what
#              make explorer wrote
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C
[ "$(uname -s)" != Darwin ] || exec tools/setup_mac.sh "$@"
# shellcheck source=tools/goals.sh
. tools/goals.sh

list=
if [ "${1:-}" = --list ]; then
    list=yes
    shift
fi
arch=${ARCH:-aarch64}
log=$PWD/build/setup.log

say() {
    echo "setup: $*"
}

die() {
    say "$*" >&2
    exit 1
}

# What an architecture adds to the parts, and one library for it: its package, Debian's name of the
# architecture, and the file that shows that it is there.
case $arch in
aarch64)
    compiler=(gcc-aarch64-linux-gnu)
    qemu="qemu-system-arm"
    loaders=(u-boot-qemu)
    library=libfdt-dev debian_arch=arm64 proof=lib/aarch64-linux-gnu/libfdt.a
    ;;
x86_64)
    # The native compiler of such a machine bears this name as well.
    compiler=(gcc)
    [ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || compiler=(gcc-x86-64-linux-gnu)
    qemu="qemu-system-x86"
    # Tests start from a CD, with GRUB; Bochs is stricter than QEMU, and shows its screen in a terminal.
    loaders=(grub-pc-bin grub-efi-amd64-bin ovmf grub-common xorriso mtools bochs bochsbios bochs-term)
    library=musl-dev debian_arch=amd64 proof=lib/x86_64-linux-musl/libc.a
    ;;
*)
    die "there is no ARCH=$arch"
    ;;
esac
sysroot=build/sysroot/$arch
proof=$sysroot/usr/$proof

# packages_of PART: see tools/goals.sh
packages_of() {
    case $1 in
    # The headers of picolibc serve every architecture.
    build) echo make picolibc-aarch64-linux-gnu psf-unifont "${compiler[@]}" ;;
    # With FB=1, QEMU opens a window.
    run) echo "$qemu" ${FB:+qemu-system-gui} ;;
    debug) echo gdb-multiarch ;;
    python) echo python3 ;;
    record) echo qemu-utils ;;
    host) echo gcc libc6-dev libfdt-dev psf-unifont ;;
    test)
        echo git python3-pytest python3-pexpect device-tree-compiler clang sparse "${loaders[@]}"
        # tools/fetch_deb.sh is tested with packages that the tests make.
        echo curl binutils xz-utils
        # The first command of all is tried in a bare Debian.
        echo debootstrap
        [ -z "${BROWSER:-}" ] || echo chromium chromium-driver
        ;;
    trees) echo ca-certificates curl binutils xz-utils ;;
    more_trees) echo python3-pytest ;;
    docs) echo python3-sphinx python3-myst-parser furo ;;
    lint) echo git clang clang-format shellcheck cppcheck sparse cloc pmccabe ;;
    esac
}

# Of the packages, those that are not installed.
missing_packages() {
    local installed package
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
    for package in "${packages[@]}"; do
        grep -qx "installed $package" <<<"$installed" || echo "$package"
    done
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

# Input: what apt-get says. All goes to the log, and each fifth of its way to the terminal.
show_progress() {
    local line percent step shown=
    while IFS= read -r line; do
        case $line in
        dlstatus:*) step=$1 ;;
        pmstatus:*) step=installed ;;
        *)
            printf '%s\n' "$line" >>"$log"
            continue
            ;;
        esac
        IFS=: read -r _ _ percent _ <<<"$line"
        step+=" $((${percent%%.*} / 20 * 20)) %"
        [ "$step" = "$shown" ] || say "  $step"
        shown=$step
    done
}

# apt_get WHAT ARGUMENT…: WHAT arrives, for the terminal
apt_get() {
    local what=$1
    shift
    "${apt[@]}" -o APT::Status-Fd=1 "$@" </dev/null 2>&1 | show_progress "$what"
}

# Runs a command whose output matters only when it fails.
or_die() {
    local purpose=$1
    shift
    "$@" && return
    tail -n 20 "$log" >&2
    die "could not $purpose; the lines above are the end of build/setup.log"
}

# One foreign source that does not answer makes an update fail although all others came in:
# no error yet, it becomes one if a package then cannot be had.
update() {
    apt_get "package lists" update ||
        say "some package lists could not be fetched, going on with the others"
}

# Says what apt is about to do. Its sizes have units; a line of 40 Mbit/s and a disk that takes
# 8 MB/s of small files are rather slow.
announce() {
    "${apt[@]}" install --assume-no --no-install-recommends "$@" 2>&1 </dev/null | awk '
        function megabytes(number, unit) {
            return number * (unit == "GB" ? 1000 : unit == "MB" ? 1 : unit == "kB" ? 0.001 : 0)
        }
        /^Need to get/ { sub(/.*get [^ ]+ .B\//, "Need to get "); sub(/,/, ""); down = megabytes($4, $5) }
        /^After this operation/ { sub(/,/, ""); disk = megabytes($4, $5) }
        END {
            minutes = int((down / 5 + disk / 8) / 60 + 1)
            printf "setup: %.0f MB to download, %.0f MB on disk, about %d minute%s\n",
                   down, disk, minutes, (minutes > 1 ? "s" : "")
        }' || true
}

install_packages() {
    find_root "$@"
    say "through apt: $*"
    apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get -q -o DPkg::Lock::Timeout=300)
    update
    announce "$@"
    or_die "install the packages" apt_get downloaded install -y --no-install-recommends "$@"
}

# 'dpkg --add-architecture' would serve as well, but would stay behind on the user's machine:
# apt gets a state of its own instead, in which everything is for that architecture.
fetch_library() {
    say "$library for $arch, to be unpacked into $sysroot: 20 MB to download, most of it package lists"
    state=$(mktemp -d "$PWD/build/apt.XXXXXX")
    trap 'rm -rf "$state"' EXIT
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    apt=(apt-get -q -o APT::Architecture="$debian_arch" -o APT::Architectures="$debian_arch"
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

    update
    (cd "$state" && or_die "download $library for $debian_arch" apt_get downloaded download "$library")
    or_die "unpack $library" dpkg-deb -x "$state/$library"_*.deb "$state/root"
    mkdir -p "${sysroot%/*}"
    rm -rf "$sysroot"
    mv "$state/root" "$sysroot"
}

parts=$(parts_of "$@")
read -rd '' -a packages <<<"$(for part in $parts; do packages_of "$part"; done | tr ' ' '\n' | sort -u)" || true
if [ -n "$list" ]; then
    printf '%s\n' "${packages[@]}"
    exit
fi
command -v apt-get >/dev/null ||
    die "apt-get is not here; under Debian's names these are needed: ${packages[*]}"

read -rd '' -a missing <<<"$(missing_packages)" || true
needs_library=
[[ " ${parts//$'\n'/ } " != *" build "* ]] || [ -e "$proof" ] || needs_library=yes
needs_trees=
[[ " ${parts//$'\n'/ } " != *" trees "* ]] || [ -e build/trees ] || needs_trees=yes
needs_more=
[[ " ${parts//$'\n'/ } " != *" more_trees "* ]] || [ -e build/trees-trixie ] || needs_more=yes
if [ ${#missing[@]} -eq 0 ] && [ -z "$needs_library$needs_trees$needs_more" ]; then
    say "everything is here already"
    exit
fi
mkdir -p build
: >"$log"
[ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
[ -z "$needs_library" ] || fetch_library
[ -z "$needs_trees" ] || tools/fetch_trees.sh
[ -z "$needs_more" ] || tools/fetch_trees.sh trixie
say "done"
