#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What the book quotes from the source, and the numbers in its sentences: compared with where they
come from, or written anew.

A quotation is a block whose first line names file and definition:

    ```c mm/fixmap.c __set_fixmap
    ```c mm/fixmap.c __set_fixmap from="if (pte_valid" to="}"      only these lines of it
    ```c include/bootmap/layout.h PAGE_SHIFT..VA_BITS              from one definition to another

A number stands before a comment that names its source:

    8<!-- FIX_BTMAPS_SLOTS -->            a constant expression of the kernel, as the compiler has it
    389<!-- bench ioremap_4k -->          a figure of `make bench`
    2,244<!-- linux ioremap_4k -->        Linux's, beside it
    2,300<!-- lint mm_budget -->          a limit that `make lint` holds

A sentence of the tour and the explorer is a line of its own that names the step of boot:

    > All RAM is mapped …<!-- why paging_init -->

usage: book.py [--list] [PAGE…]      --list: name each quotation and number with its source, change nothing
"""
import ast
import os
import re
import runpy
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs/book").glob("*.md"))]
QUOTE = re.compile(r"^```(\w+) (\S+/\S+ .*)\n((?:.*\n)*?)```$", re.M)
NUMBER = re.compile(r"(0x[0-9a-f]+|\d[\d,]*)<!-- ([^>]+?) -->")
SENTENCE = re.compile(r"^> .*<!-- why (\w+) -->$", re.M)
HEADERS = ["layout", "pgtable", "table", "fixmap", "early_ioremap", "vmalloc", "page_alloc", "slab", "memblock", "irq"]


def definition(path, name):
    """The lines of a file that define a function, a type, a variable, a macro, or a piece of assembly; FIRST..LAST:
    those from one to another."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    limits = [limits_of(path, lines, each) for each in name.split("..")]
    return lines[limits[0][0]:limits[-1][1] + 1]


def limits_of(path, lines, name):
    """Indices of the first and last line."""
    starts = [rf"#define {name}\b", rf"func {name}$", rf"\.macro {name}\b", rf"(?:enum|struct|union) {name} \{{$",
              rf"{name}:", rf"(?!static_assert|\s|return\b)[\w ].*\b\*?{name}(\(|\[| = |;)"]
    for start in starts:
        for first, line in enumerate(lines):
            if re.match(start, line) and not is_declaration(lines, first):
                return first, last_line(lines, first, name)
    raise LookupError(f"{path} does not define {name}")


def is_declaration(lines, first):
    """A prototype ends with a semicolon before any brace."""
    text = "\n".join(lines[first:first + 6])
    head = re.split(r"[;{]", text)[0]
    return "(" in head and "=" not in head and not head.startswith(("#", "func ", ".macro")) and \
        text[len(head):len(head) + 1] == ";"


def last_line(lines, first, name):
    line = lines[first]
    if line.startswith("func "):
        return lines.index(f"endfunc {name}", first)
    if line.startswith(".macro"):
        return lines.index(".endm", first)
    if line.startswith("#define"):
        return next(at for at in range(first, len(lines)) if not lines[at].endswith("\\"))
    if line.startswith(f"{name}:"):
        return label_end(lines, first)
    if ";" in line and "{" not in line:
        return first
    return next(at for at in range(first, len(lines)) if lines[at].startswith("}"))


def label_end(lines, first):
    """The last line of what stands behind a label of assembly: up to the next line that is not indented."""
    after = next((at for at in range(first + 1, len(lines)) if re.match(r"\S", lines[at])), len(lines))
    return max(at for at in range(first, after) if lines[at].strip())


def part(lines, first, last):
    """The lines from the one that holds the text FIRST to the next that holds LAST."""
    plain = [" ".join(line.split()) for line in lines]
    start = next((at for at, line in enumerate(plain) if first in line), None)
    end = next((at for at, line in enumerate(plain) if start is not None and at >= start and last in line), None)
    if end is None:
        raise LookupError(f"there is no line with {first!r} and, from there on, one with {last!r}")
    return lines[start:end + 1]


def quotation(info):
    """The lines that belong in a block, of the words behind its language."""
    path, name, *words = shlex.split(info)
    lines = definition(path, name)
    limits = dict(word.split("=", 1) for word in words)
    return part(lines, limits.get("from", ""), limits.get("to", " ".join(lines[-1].split()))) if limits else lines


@cache
def sentences():
    """{step of boot: why it touches page tables}, of the tour and the explorer."""
    known = {}
    for file in ("phases.py", "aarch64/phases.py"):
        text = (ROOT / "tools/gdb/bootmap" / file).read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                known |= {key.value: value.value for key, value in zip(node.value.keys, node.value.values)
                          if isinstance(value, ast.Constant)}
    return known


def sentence(step):
    known = sentences()
    if step not in known:
        raise LookupError(f"the tour has no sentence about {step}")
    return f"> {known[step]}<!-- why {step} -->"


def compile_command():
    """The words of the compiler's command. The numbers of all pages are those of AArch64, whatever ARCH is."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CROSS_COMPILE", "MAKEFLAGS")}
    return shlex.split(subprocess.run(["make", "-s", "ARCH=aarch64", "print-cflags"], cwd=ROOT, env=environment,
                                      check=True, stdout=subprocess.PIPE, text=True).stdout)


def has_compiler():
    return shutil.which(compile_command()[0]) is not None


def constants(expressions):
    """{expression: value}, as the compiler has them."""
    if not expressions:
        return {}
    source = "".join(f"#include <bootmap/{name}.h>\n" for name in HEADERS)
    source += f"const unsigned long values[] = {{ {', '.join(f'(unsigned long)({each})' for each in expressions)} }};\n"
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "values.o")
        compiler = [*compile_command(), "-x", "c", "-", "-c", "-o", str(result)]
        subprocess.run(compiler, cwd=ROOT, check=True, input=source, text=True)
        objcopy = f"{compiler[0].removesuffix('gcc')}objcopy"
        subprocess.run([objcopy, "-O", "binary", "-j", ".rodata*", result, Path(folder, "values")], check=True)
        data = Path(folder, "values").read_bytes()
    return dict(zip(expressions, struct.unpack(f"<{len(expressions)}Q", data[:8 * len(expressions)])))


@cache
def measured():
    """{source: value} of all figures and limits."""
    lint = (ROOT / "tools/lint.sh").read_text(encoding="utf-8")
    figures = {f"lint {name}": int(value) for name, value in re.findall(r"^(\w+)=(\d+)", lint, re.M)}
    for line in (ROOT / "tests/bench/figures-aarch64.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, value, _ = line.split()
            figures[f"bench {name}"] = int(value)
    return figures | {f"linux {name}": value for name, _, value, _ in rows_of_bench() if value}


def rows_of_bench():
    """The table of tools/bench_table.py, which is another one for another ARCH."""
    arch = os.environ.get("ARCH")
    os.environ["ARCH"] = "aarch64"
    try:
        return runpy.run_path(str(ROOT / "tools/bench_table.py"))["ROWS"]
    finally:
        del os.environ["ARCH"]
        if arch:
            os.environ["ARCH"] = arch


def sources(texts):
    """{source: value} of every number of these pages."""
    known = measured()
    named = {source for text in texts for _, source in NUMBER.findall(text)}
    unknown = {source for source in named - set(known) if source.startswith(("bench ", "linux ", "lint "))}
    if unknown:
        raise LookupError(f"no such figure: {', '.join(sorted(unknown))}")
    return known | constants(sorted(named - set(known)))


def as_written(old, value):
    """The value in the way in which OLD is written."""
    return f"{value:#x}" if old.startswith("0x") else f"{value:,}" if "," in old or value >= 10_000 else str(value)


def renewed(text, values):
    """A page as it should be."""
    text = QUOTE.sub(lambda block: "\n".join([f"```{block[1]} {block[2]}", *quotation(block[2]), "```"]), text)
    text = SENTENCE.sub(lambda line: sentence(line[1]), text)
    return NUMBER.sub(lambda number: f"{as_written(number[1], values[number[2]])}<!-- {number[2]} -->", text)


def pages(names=None):
    """[(name, text, the text as it should be)]"""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in names or PAGES}
    values = sources(texts.values())
    return [(name, text, renewed(text, values)) for name, text in texts.items()]


def listing(text):
    """Quotations and numbers of a page, a line each."""
    return [f"  quotes {block[1]}" for block in QUOTE.findall(text)] + \
        [f"  sentence of the tour: {step}" for step in SENTENCE.findall(text)] + \
        [f"  {number}: {source}" for number, source in NUMBER.findall(text)]


if __name__ == "__main__":
    WORDS = [word for word in sys.argv[1:] if word != "--list"]
    try:
        ALL = pages(WORDS)
    except LookupError as error:
        sys.exit(f"book: {error}")
    for page, before, after in ALL:
        if "--list" in sys.argv:
            print(page, *listing(after), sep="\n")
        elif before != after:
            (ROOT / page).write_text(after, encoding="utf-8")
            print(f"changed: {page} (look at it with git diff)")
