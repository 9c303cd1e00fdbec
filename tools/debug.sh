#!/usr/bin/env bash
# QEMU, stopped before the first instruction, and GDB on it, in one terminal.
#
# usage: tools/debug.sh [-b] [-x COMMAND]… [-c FILE] ELF QEMU-COMMAND…
#        -x: what GDB does first, once it is connected   -b: and then it ends
#        -c: where the machine's console goes instead of the terminal
# environment: GDB (default gdb-multiarch)
set -euo pipefail

first=()
batch=()
console=
while getopts bx:c: option; do
    case $option in
    b) batch=(-batch) ;;
    x) first+=(-ex "$OPTARG") ;;
    c) console=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
elf=$1
shift

# Each session has its own socket, so that two users of one computer do not share a machine.
folder=$(mktemp -d)
qemu=
finish() {
    [ -z "$qemu" ] || kill "$qemu" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' HUP TERM

# QEMU runs in its own session, so that Ctrl-C reaches only GDB, which then stops the machine.
exec 3>&1
[ -z "$console" ] || exec 3>"$console"
setsid "$@" -S -gdb "unix:$folder/gdb,server=on,wait=off" </dev/null >&3 3>&- &
qemu=$!
exec 3>&-
until [ -S "$folder/gdb" ]; do
    kill -0 "$qemu" 2>/dev/null || {
        echo "debug: QEMU did not start" >&2
        exit 1
    }
done
trap : INT
[ -n "$console" ] || [ ${#batch[@]} -gt 0 ] ||
    printf 'debug: %s\n' "the kernel's console appears here, and takes no input" \
        "for that: 'make debug-server' here, 'make debug-attach' in another terminal"
"${GDB:-gdb-multiarch}" -nx -q "${batch[@]}" -x tools/gdb/bootmap.gdb \
    -ex "target remote $folder/gdb" -ex "python bootmap.end_together()" "${first[@]}" "$elf"
