#!/usr/bin/env bash
# Checks the sources without running them. Each check is a function and prints one line. The exit status is
# 1 if any check found something.
#
# environment, as the Makefile gives it: ARCH, CC and CPPFLAGS (the kernel's compiler, its -I and
# -D flags), COMPILER_HEADERS (where that compiler keeps its own), SOURCES and OBJECTS (what it is made of), NM,
# HOSTCC and HOSTCPPFLAGS (the same for the unit tests on this machine), PYTHON
# shellcheck disable=SC2317  # check calls the functions by name
set -uo pipefail
cd "$(dirname "$0")/.." || exit
export LC_ALL=C.UTF-8

arch=${ARCH:-aarch64}
read -ra cc <<<"${CC:-aarch64-linux-gnu-gcc}"
read -ra cppflags <<<"${CPPFLAGS:?comes from the Makefile: run 'make lint'}"
read -ra compiler_headers <<<"${COMPILER_HEADERS:-}"
read -ra hostcc <<<"${HOSTCC:-gcc}"
read -ra hostcppflags <<<"${HOSTCPPFLAGS:--Iinclude -Iinclude/host}"
python=${PYTHON:-/usr/bin/python3}
strict=(-fsyntax-only -Wall -Wextra -Werror)

# Limits in lines of code for one architecture: as much as a person can read in a day.
mm_budget=2300 # without mm/nommu, which replaces most of it
boot_budget=870 # of it 150 for what EL2 and EL3 must not trap
kernel_budget=6750 # with interrupts and time
monitor_budget=1400 # on top: nothing else needs it
# Percent of mm/ that may know the architecture: one mm/ serves all.
arch_share=15
# How long C may be, and how many ways may lead through a function of the kernel (McCabe; a switch is one).
function_limit=40
file_limit=400
mm_file_limit=350
complexity_limit=10

failed=0

# check NAME FILES COMMAND...: what the command prints is shown, its status decides.
check() {
    local name=$1 files=$2 verdict=ok output
    shift 2
    if ! output=$("$@" 2>&1); then
        verdict=FAILED
        failed=1
    fi
    [ -z "$output" ] || printf '%s\n' "$output"
    echo "lint: $name $verdict ($files files)"
}

# files PATHSPEC...: what git knows or would add, as far as it is still there.
files() {
    git ls-files -z --cached --others --exclude-standard -- "$@" | sort -zu |
        while IFS= read -rd '' file; do
            [ ! -f "$file" ] || printf '%s\n' "$file"
        done
}

# Leaves out what belongs to another architecture, or to images without an MMU. Architectures have a folder asm.
others=$(find include -mindepth 1 -maxdepth 1 \( -name nommu -o -exec test -d {}/asm \; \) ! -name "$arch" -printf '%f|')
of_this_arch() {
    grep -Ev "/(${others}none)/"
}

# each COMMAND... -- FILE...: the command once a file, as many at a time as there are processors.
each() {
    local command=()
    while [ "$1" != -- ]; do
        command+=("$1")
        shift
    done
    shift
    [ $# -eq 0 ] || printf '%s\0' "$@" | xargs -0 -n 1 -P "$(nproc)" "${command[@]}"
}

check_format() {
    local file bad=0
    for file; do
        clang-format "$file" | cmp -s - "$file" || {
            echo "$file: 'clang-format -i $file' brings it into form"
            bad=1
        }
    done
    return "$bad"
}

check_text() {
    local file bad=0
    ! grep -nE '[[:space:]]+$' /dev/null "$@" | sed 's/^/white space ends the line: /' || bad=1
    for file; do
        [ -z "$(tail -c 1 "$file")" ] || {
            echo "$file: no newline at the end"
            bad=1
        }
    done
    return "$bad"
}

# No generated files and no core dumps are stored, but one picture of a display.
check_binaries() {
    ! grep -LI '' "$@" | grep -vx docs/show.png | sed 's/$/: not text/' | grep .
}

# cppcheck finds the standard's headers by itself and knows no flags but these.
check_cppcheck() {
    local flag flags=()
    for flag in "${cppflags[@]}"; do
        case $flag in -[IDU]*) flags+=("$flag") ;; esac
    done
    cppcheck --quiet --error-exitcode=1 --template=gcc -j "$(nproc)" \
        --enable=warning,style,performance,portability --inline-suppr \
        --suppressions-list=tools/cppcheck.txt \
        --std=c11 --platform=unix64 -U__ASSEMBLER__ "${flags[@]}" "$@"
}

# Above all the __iomem rule: device memory is never dereferenced, never mixed with ordinary memory.
# sparse would look into this machine's own headers, where it wants those of the cross compiler.
check_sparse() {
    each sparse --arch="$arch" -std=gnu11 -Wsparse-error -nostdinc "${cppflags[@]}" \
        "${compiler_headers[@]/#/-idirafter}" -- "$@"
}

# A second compiler has other warnings, and checks __iomem as well.
check_clang() {
    each clang --target="$arch-linux-gnu" "${strict[@]}" -DCHECK_IOMEM "${cppflags[@]}" \
        -nostdlibinc -- "$@"
}

# Each header must compile alone, with the headers that the kernel's sources see, not those of this machine.
check_headers() {
    each "${cc[@]}" "${strict[@]}" -nostdinc "${compiler_headers[@]/#/-isystem}" "${cppflags[@]}" \
        -x c /dev/null -include -- "$@"
}

check_host_headers() {
    each "${hostcc[@]}" "${strict[@]}" "${hostcppflags[@]}" -x c /dev/null -include -- "$@"
}

check_python() {
    "$python" -c '
import ast, sys
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as source:
        ast.parse(source.read(), name)
' "$@"
}

check_length() {
    awk -v function_limit="$function_limit" -v file_limit="$file_limit" -v mm_file_limit="$mm_file_limit" '
        function too_long(what) { print what; found = 1 }
        FNR == 1 { limit = FILENAME ~ /^mm\// ? mm_file_limit : file_limit }
        FNR == limit + 1 { too_long(FILENAME ": more than " limit " lines") }
        /^[A-Za-z_].*\(/ { heading = $0; sub(/\(.*/, "", heading); sub(/.*[ *]/, "", heading) }
        /^{/ { start = FNR }
        /^}/ && start {
            if (FNR - start - 1 > function_limit)
                too_long(FILENAME ":" start ": " heading "() has " FNR - start - 1 " lines")
            start = 0
        }
        END { exit found }' "$@"
}

check_complexity() {
    local functions
    echo "complexity: at most $complexity_limit"
    # It is not sure about a struct that holds nothing but the links of a list, and says so.
    functions=$(pmccabe "$@" 2>/dev/null) || return
    awk -v limit="$complexity_limit" '
        $1 > limit { print $6, $7 ": complexity", $1; found = 1 }
        END { exit found }' <<<"$functions"
}

check_budget() {
    cloc --quiet --csv --by-file --skip-uniqueness "$@" |
        awk -F, -v arch="$arch" \
            -v mm="$mm_budget" -v boot="$boot_budget" -v kernel="$kernel_budget" -v monitor="$monitor_budget" \
            -v share="$arch_share" '
            function spent(what, lines, budget) {
                printf "%s: %d of %d lines of code\n", what, lines, budget
                if (lines > budget)
                    over = 1
            }
            $2 ~ /^mm\// { mm_lines += $5 }
            $2 ~ "^mm/" arch "/" { arch_lines += $5 }
            $2 ~ /^boot\// { boot_lines += $5 }
            $2 ~ /monitor/ { monitor_lines += $5; next }
            $2 ~ /\// { lines += $5 }
            END {
                spent("mm/", mm_lines, mm)
                spent("of these for " arch " alone", arch_lines, int(mm_lines * share / 100))
                spent("boot/ for " arch, boot_lines, boot)
                spent("the monitor", monitor_lines, monitor)
                spent("all but these, drivers and tests", lines, kernel)
                exit over
            }'
}

# The assembler's macros are in a header that is no C.
no_c=':!*/assembler.h'

mapfile -t all < <(files)
mapfile -t text < <(files | tr '\n' '\0' | xargs -0 grep -Il '')
mapfile -t formatted < <(files '*.c' '*.h' "$no_c")
mapfile -t c_files < <(files '*.c')
mapfile -t scripts < <(files '*.sh' .ci/run)
mapfile -t kernel < <(tr ' ' '\n' <<<"${SOURCES:?comes from the Makefile}" | grep '\.c$' | grep -v '^tests/')
mapfile -t kernel_folders < <(files boot mm kernel lib monitor experiments drivers | grep '\.c$')
mapfile -t objects < <(tr ' ' '\n' <<<"${OBJECTS:?comes from the Makefile}")
mapfile -t headers < <(files 'include/*.h' "$no_c" | of_this_arch)
mapfile -t host_headers < <(files 'include/host/*.h')
mapfile -t python_files < <(files '*.py')
mapfile -t core < <(files boot mm kernel lib include monitor | of_this_arch | grep -Ev '^include/(.*/)?(drivers|experiments|tests)/')

check text ${#text[@]} check_text "${text[@]}"
check binaries ${#all[@]} check_binaries "${all[@]}"
check format ${#formatted[@]} check_format "${formatted[@]}"
check shellcheck ${#scripts[@]} shellcheck "${scripts[@]}"
check python ${#python_files[@]} check_python "${python_files[@]}"
check headers ${#headers[@]} check_headers "${headers[@]}"
check "host headers" ${#host_headers[@]} check_host_headers "${host_headers[@]}"
check sparse ${#kernel[@]} check_sparse "${kernel[@]}"
check clang ${#kernel[@]} check_clang "${kernel[@]}"
check imports ${#python_files[@]} "$python" tools/imports.py tools/gdb/bootmap tools/runner
check floors ${#objects[@]} "$python" tools/floors.py "${NM:?comes from the Makefile}" "${objects[@]}"
check cppcheck ${#kernel[@]} check_cppcheck "${kernel[@]}"
check length ${#c_files[@]} check_length "${c_files[@]}"
check complexity ${#kernel_folders[@]} check_complexity "${kernel_folders[@]}"
check budget ${#core[@]} check_budget "${core[@]}"
exit "$failed"
