#!/usr/bin/env bash
# QEMU, stopped before the first instruction, and GDB on it, in one terminal.
#
# usage: tools/debug.sh ELF QEMU-COMMAND…
# environment: GDB (default gdb-multiarch)
set -euo pipefail
elf=$1
shift

# A socket of its own for each session: two students on one machine do not meet.
folder=$(mktemp -d)
qemu=
finish() {
    [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' HUP TERM

# A session of its own, too: Ctrl-C is meant for GDB, which then stops the machine.
setsid "$@" -S -gdb "unix:$folder/gdb,server=on,wait=off" </dev/null &
qemu=$!
until [ -S "$folder/gdb" ]; do
    kill -0 "$qemu" 2>/dev/null || {
        echo "debug: QEMU did not start" >&2
        exit 1
    }
done
trap : INT
"${GDB:-gdb-multiarch}" -nx -q -x tools/gdb/bootmap.gdb -ex "target remote $folder/gdb" "$elf"
