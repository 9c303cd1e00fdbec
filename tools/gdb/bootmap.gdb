# SPDX-License-Identifier: MIT
# What a GDB session on bootmap begins with, once the kernel's ELF file is loaded.
set confirm off
set pagination off
set print pretty on
set disassemble-next-line auto

python
# These files lie beside the build/ that the ELF file is in, or where GDB was started.
import gdb, pathlib, sys
elf = gdb.current_progspace().filename
places = [*pathlib.Path(elf).resolve().parents, pathlib.Path.cwd()]
sys.path.insert(0, str(next(up for up in places if (up / "tools/gdb/bootmap").is_dir()) / "tools/gdb"))
import bootmap
bootmap.install()
end

echo \n
echo bootmap: stopped before the first instruction. Breakpoints work by name before and after the MMU\n
echo bootmap: goes on: hardware ones (hbreak) also where software ones cannot be written yet.\n
echo bootmap:   hbreak primary_entry        head.S, MMU off\n
echo bootmap:   hbreak enable_mmu           all tables built; print boot_failure if it stops before\n
echo bootmap:   hbreak start_kernel         the first line of C\n
echo bootmap: then continue, step, backtrace; quit ends it all.\n
python bootmap.greet()
