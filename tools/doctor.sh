#!/usr/bin/env bash
# Says in one sentence each what is missing or too old and what cures it. Runs before every start
# of QEMU, so it looks only at what can be looked at in a blink.
#
# usage: tools/doctor.sh [-v] [test] [debug] [record]      -v names what was found, too
# environment: ARCH, QEMU, CROSS_COMPILE, LLVM, PYTHON as given to make
set -uo pipefail
cd "$(dirname "$0")/.." || exit

arch=${ARCH:-aarch64}
qemu=${QEMU:-qemu-system-$arch}
qemu_needed=7.2
python=${PYTHON:-/usr/bin/python3}
cc=${CROSS_COMPILE:-$arch-linux-gnu-}gcc
[ "${LLVM:-}" != 1 ] || cc=clang
verbose=
healthy=yes

found() {
    [ -z "$verbose" ] || echo "doctor: $*"
}

ill() {
    echo "doctor: $*" >&2
    healthy=
}

is_command() {
    command -v "$1" >/dev/null || {
        ill "$1 is not here: run 'make setup'${2:+, or name another with $2=…}"
        return 1
    }
}

is_path() {
    if [ -e "$2" ]; then
        found "$1: $2"
    else
        ill "$1 is missing, it belongs in $2: run 'make setup'"
    fi
}

check_qemu() {
    local version
    is_command "$qemu" QEMU || return
    version=$("$qemu" --version 2>&1 | sed -n 's/^QEMU emulator version \([0-9.]*\).*/\1/p')
    if [ -z "$version" ]; then
        ill "$qemu does not answer --version as QEMU does: name another with QEMU=…"
    elif ! printf '%s\n' "$qemu_needed" "$version" | sort -CV; then
        ill "$qemu is $version, bootmap needs $qemu_needed or newer:" \
            "install a newer one, or name another with QEMU=…"
    else
        found "$qemu: $version"
    fi
}

check_compiler() {
    is_command "$cc" CROSS_COMPILE && found "$cc: $("$cc" -dumpversion)"
}

check_gdb() {
    is_command gdb-multiarch && found "gdb-multiarch: $(command -v gdb-multiarch)"
}

check_qemu_img() {
    is_command qemu-img && found "qemu-img: $(command -v qemu-img)"
}

check_python() {
    local module
    is_command "$python" PYTHON || return
    found "$python: $("$python" -c 'import platform; print(platform.python_version())')"
    # Finding a module is ten times faster than importing it.
    for module in pytest pexpect; do
        if "$python" -c "from importlib.util import find_spec as f; exit(not f('$module'))"; then
            found "$python has $module"
        else
            ill "$python has no $module: run 'make setup', or name another with PYTHON=…"
        fi
    done
}

checks=(check_qemu check_compiler)
for argument; do
    case $argument in
    -v) verbose=yes ;;
    test) checks+=(check_python) ;;
    debug) checks+=(check_gdb) ;;
    record) checks+=(check_gdb check_qemu_img) ;;
    *)
        ill "I know -v, test, debug and record, not '$argument'"
        exit 2
        ;;
    esac
done

for check in "${checks[@]}"; do
    $check
done
is_path picolibc /usr/lib/picolibc/aarch64-linux-gnu
case $arch in
aarch64) is_path libfdt build/sysroot/aarch64/usr/lib/aarch64-linux-gnu/libfdt.a ;;
x86_64) is_path musl build/sysroot/x86_64/usr/lib/x86_64-linux-musl/libc.a ;;
esac
[ -n "$healthy" ]
