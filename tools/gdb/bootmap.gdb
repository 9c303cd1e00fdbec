# SPDX-License-Identifier: MIT
# The start of a GDB session on bootmap. The kernel's ELF file is loaded before.
set confirm off
set pagination off
set print pretty on
set disassemble-next-line auto

python
# The Python files are in the tree whose build/ has the ELF file, or in the folder where GDB was started.
import gdb, pathlib, sys
elf = gdb.current_progspace().filename
places = [*pathlib.Path(elf).resolve().parents, pathlib.Path.cwd()]
root = next(up for up in places if (up / "tools/gdb/bootmap").is_dir())
sys.path[:0] = [str(root / "tools/gdb"), str(root / "tools")]
import bootmap
bootmap.install()
for command in ("continue", "step", "stepi", "next", "finish"):
    gdb.execute(f"define hook-reverse-{command}\npython bootmap.elf.before_going_back()\nend")
end

python bootmap.greet()
