# SPDX-License-Identifier: MIT
"""The grader graded: what each lab's start state, solution, other solutions and known mistakes get. With SHARE=2/3,
this is the second of three runs that share the work; each has a scratch tree of its own."""
import os
import re
import shutil
import subprocess
from functools import cache

import grade
import labs
import pytest
import riddle

ROOT = labs.ROOT
# Labs are about AArch64; the run for another architecture would be the same.
LABS = labs.all_labs() if os.environ.get("ARCH", "aarch64") == "aarch64" else []
NUMBERS = [lab.folder for lab in LABS]
SHARE, SHARES = (int(number) for number in os.environ.get("SHARE", "1/1").split("/"))
# Kept: the next run builds only what differs.
SCRATCH = ROOT / ("build/grade" if SHARES == 1 else f"build/grade-share{SHARE}")
WORD = "a-word"                 # from which questions are drawn


def own_share(cases):
    """What this run has to do of a list."""
    return cases[SHARE - 1::SHARES]

REFUSED = "no kernel code uses|not part of this lab|does not build"


def variants(kind):
    return own_share([pytest.param(lab, file, id=f"{lab.number}-{file.stem}") for lab in LABS
                      for file in sorted((lab.path / kind).glob("*"))])


# Those that are not about one of all labs.
once = pytest.mark.skipif(SHARE != SHARES, reason="another run does it")


def scratch_of(lab):
    """A source more or less means to build all of them anew."""
    return SCRATCH.with_name(f"{SCRATCH.name}-lab{lab.number}") if labs.added_files(lab) else SCRATCH


@cache
def solved(folder, word):
    """({name: answer}, {name: number}) of a lab with questions: its solution, and what was asked about."""
    lab = next(lab for lab in LABS if lab.folder == folder)
    scratch = scratch_of(lab)
    grade.grade(lab, lab.path / "start", scratch, word=word)  # records the run
    asked = riddle.of_tree(scratch)[0].asked
    told = subprocess.run(["tools/record.sh", "--replay", "build/aarch64/riddle", "-b", "-x",
                           f"source {lab.path / 'solve.py'}", "-x", f"python solve({asked!r})"], cwd=scratch, check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, timeout=300).stdout
    pairs = re.findall(r"^(\w+) = (\S+)$", told, re.M)
    return {name: int(value, 0) if value[0].isdigit() else value for name, value in pairs}, asked


def solution(lab):
    return {lab.answers: labs.answers_text(solved(lab.folder, WORD)[0])} if lab.answers else labs.solution_files(lab)


def variant(lab, file):
    if lab.answers:
        return {lab.answers: labs.changed_answers(file, *solved(lab.folder, WORD))}
    return labs.variant_files(lab, file)


def graded(lab, files, folder, word=WORD):
    """{check: result} for these files."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    results, log = grade.grade(lab, folder, scratch_of(lab), word=word)
    return {result["check"]: result for result in results}, log


def full_marks(results, log):
    lost = {name: result["came"] for name, result in results.items() if result["points"] < result["of"]}
    assert not lost, f"{lost}\n{log[-2000:]}"


@pytest.mark.parametrize("lab", own_share(LABS), ids=own_share(NUMBERS))
def test_the_start_fails_as_its_text_says(lab, tmp_path):
    results, log = graded(lab, labs.start_files(lab), tmp_path)
    points = sum(result["points"] for result in results.values())
    text = (lab.path / "README.md").read_text(encoding="utf-8")
    assert f"**{points} of 100 points**" in text, f"{grade.table(lab, list(results.values()))}\n{log[-1500:]}"
    assert all(result["came"] and result["hint"] for result in results.values() if result["points"] < result["of"])


@pytest.mark.parametrize("lab", own_share(LABS), ids=own_share(NUMBERS))
def test_the_solution_has_full_marks(lab, tmp_path):
    full_marks(*graded(lab, solution(lab), tmp_path))


@pytest.mark.parametrize("lab, file", variants("good"))
def test_another_solution_has_full_marks(lab, file, tmp_path):
    full_marks(*graded(lab, variant(lab, file), tmp_path))


@pytest.mark.parametrize("lab, file", variants("part"))
def test_a_solution_of_a_first_part_has_its_points(lab, file, tmp_path):
    results, log = graded(lab, variant(lab, file), tmp_path)
    assert sum(result["points"] for result in results.values()) == labs.worth(file), \
        f"{grade.table(lab, list(results.values()))}\n{log[-1500:]}"


@pytest.mark.parametrize("lab, file", variants("bad"))
def test_a_known_mistake_loses_points_where_it_should(lab, file, tmp_path):
    results, log = graded(lab, variant(lab, file), tmp_path)
    result = results[labs.caught_by(file)]
    assert result["points"] < result["of"], f"{grade.table(lab, list(results.values()))}\n{log[-1500:]}"
    assert not re.search(REFUSED, result["came"][0]), result["came"]


@once
@pytest.mark.parametrize("lab", [lab for lab in LABS if lab.answers], ids=[lab.folder for lab in LABS if lab.answers])
def test_answers_of_another_tree_are_wrong(lab, tmp_path):
    """Each tree has its own questions; the same name has the same ones."""
    results, _ = graded(lab, solution(lab), tmp_path, word=labs.word_of("somebody else"))
    assert sum(result["points"] for result in results.values()) < lab.points / 2
    assert labs.word_of("Ada") == labs.word_of("Ada") != labs.word_of("Bob")


LAB4 = labs.lab_number(4)
SOURCE = "mm/early_ioremap.c"


def start_with(text):
    return {SOURCE: labs.start_files(LAB4)[SOURCE] + text}


def start_points(tmp_path):
    """What the start has by right."""
    results, _ = graded(LAB4, labs.start_files(LAB4), tmp_path)
    return {name: result["points"] for name, result in results.items()}


# Each is added to the start state.
FORGED = {
    "a case with the name of the one that fails": """
#include <tests/test.h>
TEST(E5_pages_that_the_bytes_touch)
{
}
""",
    "lines as the runner prints them": """
void early_ioremap_praise(void);
void early_ioremap_praise(void)
{
	pr_info("ok 1 E5_pages_that_the_bytes_touch");
}
"""}


@once
@pytest.mark.parametrize("text", FORGED.values(), ids=FORGED)
def test_a_forged_result_wins_nothing(text, tmp_path):
    results, _ = graded(LAB4, start_with(text), tmp_path / "forged")
    by_right = start_points(tmp_path / "start")
    assert {name: result["points"] for name, result in results.items()} == by_right


# Each is added to the solution.
ESCAPES = {
    "leaves with exit status 0": "void _exit(int status);\nvoid escape(void)\n{\n\t_exit(0);\n}\n",
    "writes to the grader": """
int dprintf(int fd, const char *format, ...);
void escape(void)
{
	dprintf(4, "ok");
}
""",
    "calls the system itself": "void escape(void)\n{\n\t__asm__ volatile(\"syscall\");\n}\n",
    "runs before main": "void __attribute__((constructor)) escape(void)\n{\n}\n",
}


@once
@pytest.mark.parametrize("text", ESCAPES.values(), ids=ESCAPES)
def test_an_escape_from_the_tests_is_refused(text, tmp_path):
    files = {SOURCE: labs.solution_files(LAB4)[SOURCE] + "\nvoid escape(void);\n" + text}
    results, _ = graded(LAB4, files, tmp_path)
    assert not any(result["points"] for result in results.values())
    assert re.search(REFUSED, results["pages"]["came"][0])


@once
def test_a_link_to_somebody_elses_file_is_refused(tmp_path):
    (tmp_path / "mm").mkdir()
    (tmp_path / SOURCE).symlink_to(ROOT / SOURCE)
    results, _ = grade.grade(LAB4, tmp_path, SCRATCH)
    assert not any(result["points"] for result in results)


@once
def test_a_link_to_somebody_elses_folder_is_refused(tmp_path):
    (tmp_path / "mm").symlink_to(ROOT / "mm")
    results, _ = grade.grade(LAB4, tmp_path, SCRATCH)
    assert not any(result["points"] for result in results)


@once
def test_only_the_labs_files_are_the_students(tmp_path):
    """A tree in which the tests were emptied has no more points than before."""
    tree = tmp_path / "tree"
    labs.make_tree(LAB4, tree, "word")
    for test in tree.glob("tests/*/*.c"):
        test.write_text("")
    shutil.rmtree(tree / "tools")
    results, _ = grade.grade(LAB4, tree, SCRATCH)
    by_right = start_points(tmp_path / "start")
    assert {result["check"]: result["points"] for result in results} == by_right
