# shellcheck shell=bash
# The parts that each goal of make needs. tools/setup.sh installs them, tools/doctor.sh checks them.

# parts_of GOAL…: the parts that the goals need, one a line; of no goal: all parts but trees and more_trees
#     build: the kernel's compiler and libraries       run: QEMU
#     debug: GDB                                       python: Python, in which tools/run.py and others are
#     record: disk images, which recorded runs need    host: this machine's own compiler, for the unit tests
#     test: what drives the machine from outside       lint: what checks sources
#     docs: what makes the web site                    trees: device trees of boards
#     more_trees: those of a newer kernel, and what compares them all
# environment: BOARD as given to make: what runs it needs trees
parts_of() {
    local goal
    [ $# -gt 0 ] || set -- doctor
    for goal; do
        case $goal in
        help | clean | print-board | print-cflags | setup) ;;
        all | compile_commands.json | *.elf | *.img) echo build ;;
        bench*) echo build run python ;;
        debug | tour | picture) echo build run debug python ;;
        debug-attach) echo debug ;;
        record | replay | mystery | explorer) echo build run debug python record ;;
        unit | build/host/unit) echo host ;;
        test-trees) echo host python trees more_trees ;;
        lab) echo python ;;
        grade | test-labs) echo build run debug python record host test ;;
        lint | format) echo build host python lint ;;
        docs) echo docs ;;
        test | docs-update) echo build run debug python record host test docs ;;
        doctor) echo build run debug python record host test lint docs ;;
        *) echo build run python ;;
        esac
    done | tr ' ' '\n' | awk -v board="${BOARD:-}" '
        !seen[$0]++
        END { if (board && seen["run"] && !seen["trees"]) print "trees" }'
}
