#!/usr/bin/env bash
# Prints one sentence for each thing that is missing or too old for a goal of make, and what to do. It runs
# before each build, so it checks only what can be checked quickly.
#
# usage: tools/doctor.sh [-v] [GOAL…]      -v also prints what was found; no goal: checks all
# environment: ARCH, BOARD, MACHINE, QEMU, CC, CROSS_COMPILE, HOSTCC, PYTHON, PICOLIBC, FONT as make has them; GDB
set -uo pipefail
cd "$(dirname "$0")/.." || exit
# shellcheck source=tools/goals.sh
. tools/goals.sh

arch=${ARCH:-aarch64}
qemu=${QEMU:-qemu-system-$arch}
# The oldest that a supported system has (Ubuntu 22.04). The tests know 7.2 and 10.0.
qemu_needed=6.2
python=${PYTHON:-/usr/bin/python3}
# Each may have two words, such as "ccache gcc".
read -r cc _ <<<"${CC:-$arch-linux-gnu-gcc}"
read -r hostcc _ <<<"${HOSTCC:-gcc}"
verbose=
healthy=yes

if [ "${1:-}" = -v ]; then
    verbose=yes
    shift
fi
cure="make"
[ "$arch" = aarch64 ] || cure+=" ARCH=$arch"
[ -z "${BOARD:-}" ] || cure+=" BOARD=$BOARD"
cure+=" setup"
[ "$*" = doctor ] || cure+="${*:+ $*}"

found() {
    [ -z "$verbose" ] || echo "doctor: $*"
}

ill() {
    echo "doctor: $*" >&2
    healthy=
}

# is_command NAME [VARIABLE]: VARIABLE is the variable of make that names another one.
is_command() {
    command -v "$1" >/dev/null || {
        ill "$1 is not here: run '$cure'${2:+, or name another with $2=…}"
        return 1
    }
}

# are_commands NAME…
are_commands() {
    local name
    for name; do
        is_command "$name" && found "$name: $(command -v "$name")"
    done
}

is_path() {
    if [ -e "$2" ]; then
        found "$1: $2"
    else
        ill "$1 is missing, it belongs in $2: run '$cure'"
    fi
}

check_font() {
    is_path font "${FONT:-/usr/share/consolefonts/Unifont-APL8x16.psf.gz}"
}

check_build() {
    is_command "$cc" CROSS_COMPILE && found "$cc: $("$cc" -dumpversion)"
    [ -z "${CROSS_COMPILE:-}" ] || are_commands "${CROSS_COMPILE}ld" "${CROSS_COMPILE}objcopy"
    is_path picolibc "${PICOLIBC:-/usr/lib/picolibc/aarch64-linux-gnu}"
    check_font
    case $arch in
    aarch64) is_path libfdt build/sysroot/aarch64/usr/lib/aarch64-linux-gnu/libfdt.a ;;
    x86_64) is_path musl build/sysroot/x86_64/usr/lib/x86_64-linux-musl/libc.a ;;
    esac
}

check_run() {
    local version
    is_command "$qemu" QEMU || return
    version=$("$qemu" --version 2>&1 | sed -n 's/^QEMU emulator version \([0-9.]*\).*/\1/p')
    if [ -z "$version" ]; then
        ill "$qemu does not answer --version as QEMU does: name another with QEMU=…"
    elif ! printf '%s\n' "$qemu_needed" "$version" | sort -CV; then
        ill "$qemu is $version, bootmap needs $qemu_needed or newer:" \
            "install a newer one, or name another with QEMU=…"
    elif [ -n "${BOARD:-}" ] && ! "$qemu" -M help | grep -q "^${MACHINE%%,*} "; then
        ill "$qemu is $version and does not emulate ${MACHINE%%,*}: name a newer one with QEMU=…"
    else
        found "$qemu: $version"
    fi
}

check_debug() {
    is_command "${GDB:-gdb-multiarch}" GDB && found "GDB: $(command -v "${GDB:-gdb-multiarch}")"
}

check_record() {
    are_commands qemu-img
}

check_python() {
    is_command "$python" PYTHON &&
        found "$python: $("$python" -c 'import platform; print(platform.python_version())')"
}

check_host() {
    check_font
    is_command "$hostcc" HOSTCC || return
    if "$hostcc" -E -include libfdt.h -x c /dev/null >/dev/null 2>&1; then
        found "$hostcc: $("$hostcc" -dumpversion), with libfdt and the C library"
    else
        ill "$hostcc finds no libfdt.h, which the unit tests need: run '$cure', or name another with HOSTCC=…"
    fi
}

# are_modules NAME…: finding a module is ten times faster than importing it.
are_modules() {
    local module
    command -v "$python" >/dev/null || return
    for module; do
        if "$python" -c "from importlib.util import find_spec as f; exit(not f('$module'))"; then
            found "$python has $module"
        else
            ill "$python has no $module: run '$cure', or name another with PYTHON=…"
        fi
    done
}

check_test() {
    are_commands dtc
    are_modules pytest pexpect
}

check_trees() {
    is_path "the folder of device trees" build/trees
}

check_more_trees() {
    is_path "the folder of newer device trees" build/trees-trixie
    are_modules pytest
}

check_docs() {
    are_commands sphinx-build
    are_modules myst_parser furo
}

check_lint() {
    are_commands git clang clang-format shellcheck cppcheck sparse cloc pmccabe
}

for part in $(parts_of "$@"); do
    "check_$part"
done
[ -n "$healthy" ] || {
    echo "doctor: docs/troubleshooting.md has more" >&2
    exit 1
}
