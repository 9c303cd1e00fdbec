#!/usr/bin/env bash
# Records a run of the machine, and replays it under GDB, forwards and backwards. A recording contains the
# image of the run, so later builds do not change it.
#
# usage: tools/record.sh FOLDER KERNEL ELF QEMU-COMMAND…     record into FOLDER
#        tools/record.sh --replay FOLDER [OPTIONS…]          replay; the options are tools/debug.sh's
# FOLDER.tar.gz is the same recording as one file; it can be named instead of FOLDER, on any computer.
set -euo pipefail

# Stands for the recording's folder in its file 'command', so that a recording can be moved.
HERE=@folder@

# Makes one file, FOLDER.tar.gz, which can be sent to somebody.
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
    # Going back repeats the output of the console, so it goes to a file; 'bm log' shows the kernel's log.
    # The replay stops just before the end: a machine that is off cannot go back.
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
    # QEMU does not record the input of a console that is multiplexed with its monitor (Ctrl-a).
    for word; do
        case $word in
        "$kernel") words+=("$HERE/kernel") ;;
        mon:stdio) words+=(stdio) ;;
        *) words+=("$word") ;;
        esac
    done
    # Going back resets the machine. QEMU's helper for old Windows guests then waits for the processor, and
    # the processor for the replay. So this helper, which the APIC creates, is switched off.
    [[ ${words[0]} != *x86_64 ]] || words+=(-global apic-common.vapic=off)
    trap : INT # Ctrl-C ends the run; what was recorded is kept
    # Snapshots are stored in a disk image, because the machine has no disk.
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
