#!/usr/bin/env bash
# Records a run of the machine so that it can be replayed, and replays it under GDB, where it also
# goes backwards. A recording keeps the image that it was made of, so later builds do no harm to it.
#
# usage: tools/record.sh FOLDER KERNEL ELF QEMU-COMMAND…     record into FOLDER
#        tools/record.sh --replay FOLDER [OPTIONS…]          replay; the options are tools/debug.sh's
# FOLDER.tar.gz is the same recording as one file; it can be named instead of FOLDER, on any computer.
set -euo pipefail

# What the recording's folder is called in its own 'command': a recording can be moved.
HERE=@folder@

# One file, FOLDER.tar.gz, that can be mailed.
pack() {
    tar -C "$1" -czf "$1.tar.gz" kernel bootmap.elf events snapshots command
}

# Unpacks such a file beside itself; prints the folder.
unpack() {
    local folder=${1%.tar.gz}.unpacked
    mkdir -p "$folder"
    tar -C "$folder" -xzf "$1" 2>/dev/null || {
        echo "replay: $1 is not a recording: 'make record' writes one" >&2
        exit 1
    }
    echo "$folder"
}

replay() {
    local folder=$1 words
    shift
    [ ! -f "$folder" ] || folder=$(unpack "$folder")
    [ -e "$folder/command" ] || {
        echo "replay: there is no recording in $folder: 'make record' makes one" >&2
        exit 1
    }
    for word in kernel bootmap.elf events snapshots; do
        [ -s "$folder/$word" ] || {
            echo "replay: the recording in $folder has no '$word' any more: 'make record' makes a new one" >&2
            exit 1
        }
    done
    qemu-img snapshot -l "$folder/snapshots" | grep -qw start || {
        echo "replay: $folder/snapshots has no snapshot 'start', where a replay begins: 'make record' makes a new one" >&2
        exit 1
    }
    mapfile -d '' words <"$folder/command"
    words=("${words[@]/#"$HERE"/"$folder"}")
    # Each way back repeats what the console said: it goes to a file, and 'bm log' shows the rest.
    # Just before its end the run is stopped: a machine that is off cannot go back any more.
    exec tools/debug.sh -c "$folder/console" -x "hbreak machine_off" "$@" \
        "$folder/bootmap.elf" "${words[@]}" \
        -icount "shift=0,rr=replay,rrfile=$folder/events,rrsnapshot=start" \
        -drive "file=$folder/snapshots,format=qcow2,file.locking=off,if=none,id=rr"
}

record() {
    local folder=$1 kernel=$2 elf=$3 words=() word status=0
    shift 3
    mkdir -p "$folder"
    rm -f "$folder"/*
    cp "$kernel" "$folder/kernel"
    cp "$elf" "$folder/bootmap.elf"
    # QEMU records what a console receives, but not behind its multiplexer (Ctrl-a).
    for word; do
        case $word in
        "$kernel") words+=("$HERE/kernel") ;;
        mon:stdio) words+=(stdio) ;;
        *) words+=("$word") ;;
        esac
    done
    # Going back resets the machine. QEMU's helper for old Windows guests then waits for the processor,
    # which waits for the replay: so it stays out. (Its APIC makes it whether a guest wants it or not.)
    [[ ${words[0]} != *x86_64 ]] || words+=(-global apic-common.vapic=off)
    trap : INT # it ends the run, and what was recorded is kept
    # Snapshots need a disk to lie on. The machine itself has none.
    qemu-img create -q -f qcow2 "$folder/snapshots" 1M
    echo "record: keys go to the kernel, Ctrl-C, too. 'poweroff' or Ctrl-D ends the recording; Ctrl-a x ends it at once, and keeps it." >&2
    "${PYTHON:-/usr/bin/python3}" tools/run.py --record "$elf" \
        "${words[@]/#"$HERE"/"$folder"}" -icount "shift=0,rr=record,rrfile=$folder/events,rrsnapshot=start" \
        -drive "file=$folder/snapshots,format=qcow2,if=none,id=rr" || status=$?
    "${PYTHON:-/usr/bin/python3}" tools/power_off_last.py "$folder/events"
    printf '%s\0' "${words[@]}" >"$folder/command"
    add_snapshots "$folder"
    pack "$folder"
    [ "$status" = 0 ] || echo "record: the run was not ended by the kernel; what was recorded can be replayed" >&2
    return "$status"
}

# Going back to an instruction begins at the last snapshot before it: see bootmap/moments.py. If the run
# was interrupted, QEMU ends here, too, and the snapshots up to there are kept.
add_snapshots() {
    echo "record: adding snapshots, for going back quickly; Ctrl-C leaves out the rest" >&2
    tools/record.sh --replay "$1" -b -x "python bootmap.moments.add_snapshots()" >"$1/snapshots.log" 2>&1 || true
}

if [ "$1" = --replay ]; then
    shift
    replay "$@"
fi
record "$@"
