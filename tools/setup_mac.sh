#!/bin/sh
# What tools/setup.sh does where there is no apt: programs through Homebrew, and the target's libraries
# from Debian's packages. Enough to build, run and debug; the tests need Debian.
#
# usage: tools/setup_mac.sh [--list]      --list only prints the names of Homebrew's formulas
# environment: ARCH and BOARD as given to make
set -eu
cd "$(dirname "$0")/.."
arch=${ARCH:-aarch64}

say() {
    echo "setup: $*"
}

# The programs of macOS itself are too old: make 3.81, bash 3.2.
formulas="bash make qemu $arch-elf-gcc $arch-elf-gdb"
if [ "${1:-}" = --list ]; then
    echo "$formulas" | tr ' ' '\n'
    exit
fi
command -v brew >/dev/null || {
    say "neither apt-get nor Homebrew's brew is here; these are needed: $formulas" >&2
    exit 1
}
for formula in $formulas; do
    brew list "$formula" >/dev/null 2>&1 || brew install "$formula"
done

# library PACKAGE ARCHITECTURE FOLDER PROOF: nothing to do where the file PROOF is there
library() {
    [ ! -e "$4" ] || return 0
    say "$1 from Debian, into $3"
    rm -rf "$3"
    tools/fetch_deb.sh "$1" "$2" "$3"
}

# The headers of picolibc serve every architecture.
library picolibc-aarch64-linux-gnu all build/sysroot/picolibc \
    build/sysroot/picolibc/usr/lib/picolibc/aarch64-linux-gnu/lib/libc.a
library psf-unifont all build/sysroot/font \
    build/sysroot/font/usr/share/consolefonts/Unifont-APL8x16.psf.gz
case $arch in
aarch64)
    library libfdt-dev arm64 build/sysroot/aarch64 \
        build/sysroot/aarch64/usr/lib/aarch64-linux-gnu/libfdt.a
    ;;
x86_64)
    library musl-dev amd64 build/sysroot/x86_64 \
        build/sysroot/x86_64/usr/lib/x86_64-linux-musl/libc.a
    ;;
esac
[ -z "${BOARD:-}" ] || tools/fetch_trees.sh
say "done: type gmake instead of make, and GDB=$arch-elf-gdb gmake debug"
