# SPDX-License-Identifier: MIT
"""Labs still fit the kernel, are complete, and a student's tree holds no answers. What they are worth: test_labs.py."""
import re
import subprocess

import grade
import labs
import pytest

ROOT = labs.ROOT
LABS = labs.all_labs()
NUMBERS = [lab.folder for lab in LABS]
MISTAKES = 6


@pytest.mark.parametrize("lab", LABS, ids=NUMBERS)
def test_a_lab_is_complete(lab):
    assert lab.points == 100
    assert (lab.path / "README.md").is_file() and (ROOT / lab.chapter).is_file()
    assert len(list((lab.path / "bad").iterdir())) >= MISTAKES
    assert any((lab.path / "good").iterdir())
    names = {check.name for check in lab.checks}
    for file in (lab.path / "bad").iterdir():
        assert labs.caught_by(file) in names, f"{file}: the second line names no check"


@pytest.mark.parametrize("lab", LABS, ids=NUMBERS)
def test_a_lab_applies_and_its_start_is_no_solution(lab):
    start, solution = labs.start_files(lab), labs.solution_files(lab)
    for path in lab.takes:
        assert start[path] != solution[path] and "TODO" in start[path]
    for kind in ("good", "bad", "part"):
        for file in (lab.path / kind).glob("*") if lab.takes else []:
            assert labs.variant_files(lab, file) != solution


@pytest.mark.parametrize("lab", LABS, ids=NUMBERS)
def test_a_students_tree_has_no_answers(lab, tmp_path):
    tree = tmp_path / "tree"
    labs.make_tree(lab, tree, "word")
    names = labs.project_files(tree)
    assert not [name for name in names if re.search(r"labs/.*/(start|good|bad|part|add)/|solve.py|test_labs|instructor", name)]
    assert [name for name in names if name.endswith("lab.ini")] == [f"labs/{lab.folder}/lab.ini"]
    commits = subprocess.run(["git", "log", "--format=%s"], cwd=tree, check=True,
                             stdout=subprocess.PIPE, text=True).stdout
    assert commits == f"lab {lab.number}: {lab.title}\n"
    everything = "\n".join((tree / name).read_text(errors="replace") for name in names
                           if name.endswith((".c", ".h", ".S", ".md")))
    for path, taken in lab.takes.items():
        for name in taken:
            lines = labs.kernel_source(path).splitlines()
            first, last = labs.book.limits_of(path, lines, name)
            body = "\n".join(lines[first + 1:last])
            assert not body or body not in everything, f"{name} is in the tree"
    with pytest.raises(FileExistsError):
        labs.make_tree(lab, tree, "word")


ASSEMBLY = {"boot/aarch64/tables.S": ("link_table", "map_image", "build_idmap", "build_fixmap_chain"),
            "boot/x86_64/tables.S": ("link_table", "map_pages"),
            "boot/x86_64/head.S": ("boot_gdt", "boot_gdt_pointer", "tss")}


@pytest.mark.parametrize("path, name", [(path, name) for path, names in ASSEMBLY.items() for name in names])
def test_a_lab_can_take_assembly(path, name):
    """A replacement takes the place of its definition, with the comment above it, and of nothing else."""
    source = labs.kernel_source(path)
    first, last = labs.book.limits_of(path, source.splitlines(), name)
    piece = source.splitlines()[first:last + 1]
    assert labs.replaced(path, source, "// caught by: nobody\n" + "\n".join(piece), [name]) == source
    todo = [piece[0], "\t/* TODO */", *([piece[-1]] if len(piece) > 2 and "end" in piece[-1] else [])]
    student = labs.replaced(path, source, "/* TODO: it. */\n" + "\n".join(todo) + "\n", [name]).splitlines()
    at = student.index("/* TODO: it. */")
    assert student[at + 1:at + 1 + len(todo)] == todo
    assert student[at + 1 + len(todo):] == source.splitlines()[last + 1:]
    assert source.splitlines()[:at] == student[:at] and first - at <= 12
    assert first == at or source.splitlines()[at].startswith("/*")


HONEST = [b'#include <bootmap/slab.h>\n', b'  # include "resource_tree.h" /* its */\n', b'/* don\'t #include "/x" */\n',
          b'#ifdef A /* two\n lines */\n#endif\n']
FOREIGN = [b'#include "/home/other/mm/vm_area.c"\n', b'#include "../../other/vm_area.c"\n', b'#/**/include "/x"\n',
           b'#inc\\\nlude "/x"\n', b'#define FILE "/x"\n#include FILE\n', b'# 1 "x" 3\n', b'%:include </x>\n',
           b'char *a = "/*";\n#include "/x"\nchar *b = "*/";\n', b'#if 0\n"/*\n#endif\n#include "/x"\n// */\n',
           b"#if 0\ndon't /*\n#endif\n#include \"/x\"\n// */\n", b'/*\n*/ # include "/x"\n', b'#include_next </x>\n']


def test_a_submission_can_read_no_other_files():
    for text in HONEST:
        assert not grade.forbidden_text({"mm/x.c": text}), text
    for text in FOREIGN:
        assert "can be included" in grade.forbidden_text({"mm/x.c": text}), text
    raw = b'char *a = R"(")" "/*";\n#include "/x"\nchar *b = "*/";\n'
    assert "raw strings" in grade.forbidden_text({"mm/x.c": raw})


@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.takes], ids=[lab.folder for lab in LABS if lab.takes])
def test_no_solution_is_taken_for_forged(lab):
    files = [labs.solution_files(lab), *(labs.variant_files(lab, file) for kind in ("good", "part")
                                         for file in (lab.path / kind).glob("*") if lab.takes)]
    for each in files:
        assert not grade.forbidden_text({path: text.encode() for path, text in each.items()})


def test_instructors_find_every_lab_and_no_other():
    text = (ROOT / "docs/instructor.md").read_text(encoding="utf-8")
    table, plans = text.split("## What students learn")[0], text.split("## Plans")[1].split("\n## ")[0]
    numbers = {lab.number for lab in LABS}
    assert {int(number) for number in re.findall(r"^\| (\d+) \|", table, re.M)} == numbers
    assert {int(number) for number in re.findall(r"\blab (\d+)", plans)} == numbers
