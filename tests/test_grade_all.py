# SPDX-License-Identifier: MIT
"""make grade-all: a folder with submissions of every kind, and the limits that stop those that need too much."""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import time

import grade
import grade_all
import labs
import likeness
import pytest
from test_labs import solved

LAB = labs.lab_number(4)
SOURCE = "mm/early_ioremap.c"
OUT = labs.ROOT / "build/grade-all-test"  # kept: the next run builds only what differs
CPU_SECONDS = 60  # a usual grade needs ten


def solution():
    return labs.solution_files(LAB)[SOURCE]


def variant(name):
    return labs.variant_files(LAB, LAB.path / name)[SOURCE]


def renamed(text):
    """Another solution, as somebody hands it in who wants it to look like an own one."""
    text = re.sub(r"\boffset\b", "inner_part", re.sub(r"\bchunk\b", "piece", text))
    return re.sub(r"\bwhy\b", "objection_word", text).replace("{\n", "{\n\t/* my own work */\n", 3)


def with_body(statement):
    """The solution, but pages_touched() does something first."""
    first = "unsigned long last = start + size - 1;"
    return solution().replace(first, f"{first}\n\n\t{statement}")


SUBMISSIONS = {
    "Ana María Núñez": solution,
    "Zoë O'Brien, group 2": lambda: variant("good/round_up.c"),
    "copied": lambda: renamed(variant("good/round_up.c")),
    "=1+1": lambda: variant("bad/one_byte_too_many.c"),
    "does not build": lambda: solution() + "\nint x = ;\n",
    "endless": lambda: with_body("for (;;)\n\t\t;"),
    "forks": lambda: "int fork(void);\n" + with_body("fork();"),
    "loud": lambda: with_body('for (;;)\n\t\tpr_info("all passed");'),
    "nothing in it": None,
}


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What `make grade-all` says about all of them."""
    folder = tmp_path_factory.mktemp("hand-ins of ünï")
    for name, text in SUBMISSIONS.items():
        (folder / name / "mm").mkdir(parents=True)
        if text:
            (folder / name / SOURCE).write_text(text(), encoding="utf-8")
    (folder / "notes.txt").write_text("no submission")
    process = subprocess.run([sys.executable, "tools/grade_all.py", "--lab", "4", "--out", OUT, "--cpu-seconds",
                              str(CPU_SECONDS), folder], cwd=labs.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    assert process.returncode == 0, process.stdout
    found = json.loads((OUT / "results.json").read_text(encoding="utf-8"))["submissions"]
    assert [each["submission"] for each in found] == sorted(SUBMISSIONS)
    return {each["submission"]: each for each in found}


def came(result):
    return "\n".join(line for check in result["checks"] for line in check["came"])


def test_right_solutions_have_full_marks(results):
    for name in ("Ana María Núñez", "Zoë O'Brien, group 2", "copied"):
        assert (results[name]["points"], results[name]["status"]) == (100, "graded"), came(results[name])


def test_a_mistake_costs_its_points(results):
    lost = [check["check"] for check in results["=1+1"]["checks"] if check["points"] < check["of"]]
    assert "pages" in lost and 0 < results["=1+1"]["points"] < 100


@pytest.mark.parametrize("name, words", [("does not build", "does not build"), ("forks", "no kernel code uses: fork"),
                                         ("nothing in it", "mm/early_ioremap.c is missing")])
def test_what_cannot_be_graded_says_why(results, name, words):
    assert results[name]["points"] == 0 and words in came(results[name])


def test_a_loop_without_end_is_stopped(results):
    assert results["endless"]["points"] == 0
    assert results["endless"]["status"] == f"too much processor time: more than {CPU_SECONDS} seconds"


def test_endless_output_is_cut(results):
    assert results["loud"]["points"] < 100
    logs = [file.stat().st_size for file in (OUT / results["loud"]["details"]).iterdir()]
    assert sum(logs) < grade.LOG_BYTES + (1 << 20)


def test_copies_are_hinted_at_and_others_are_not(results):
    assert results["copied"]["resembles"] == "Zoë O'Brien, group 2" and results["copied"]["by"] > 0.9
    assert results["Zoë O'Brien, group 2"]["resembles"] == "copied"
    assert not results["nothing in it"]["resembles"]
    assert results["Ana María Núñez"]["like_solution"] == 1


def test_the_csv_has_the_same_and_no_formulas(results):
    with open(OUT / "results.csv", encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"].lstrip("'"): row for row in csv.DictReader(file)}
    assert set(rows) == set(results)
    for name, row in rows.items():
        assert int(row["points"]) == results[name]["points"]
        assert [int(row[check.name]) for check in LAB.checks] == [check["points"] for check in results[name]["checks"]]
        assert not row["submission"].startswith("=")


def test_scratch_trees_go_and_tables_stay(results):
    assert not any((OUT / "scratch").iterdir())
    assert "100 of 100" in (OUT / results["Ana María Núñez"]["details"] / "grade.txt").read_text(encoding="utf-8")


def test_named_questions_are_drawn_from_the_name_of_the_folder(tmp_path):
    """The same answers, and the same word in .lab, in two folders: they are right for one name only."""
    lab = labs.lab_number(1)
    solution, _ = solved(lab.folder, labs.word_of("Ada Lovelace"))
    folder, out = tmp_path / "submissions", tmp_path / "out"
    for name in ("Ada Lovelace", "Bob"):
        (folder / name).mkdir(parents=True)
        (folder / name / lab.answers).write_text(labs.answers_text(solution), encoding="utf-8")
        (folder / name / labs.MARK).write_text(f"1\n{labs.word_of('Ada Lovelace')}\n", encoding="utf-8")
    subprocess.run([sys.executable, "tools/grade_all.py", "--lab", "1", "--named", "--out", out, folder], check=True,
                   cwd=labs.ROOT, stdout=subprocess.DEVNULL)
    found = json.loads((out / "results.json").read_text(encoding="utf-8"))["submissions"]
    points = {each["submission"]: each["points"] for each in found}
    assert points["Ada Lovelace"] == lab.points and points["Bob"] < lab.points / 2


def test_a_folder_without_submissions_is_named(tmp_path):
    process = subprocess.run([sys.executable, "tools/grade_all.py", "--lab", "4", tmp_path], cwd=labs.ROOT, text=True,
                             stderr=subprocess.PIPE, check=False)
    assert process.returncode == 1 and "has no sub-folder" in process.stderr


def watched(code, **limits):
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    try:
        return grade_all.watch(process, grade_all.Limits(**limits))
    finally:
        process.kill()


def test_each_limit_stops_what_passes_it():
    assert watched("pass") == ""
    assert watched("import time; time.sleep(60)", seconds=1) == "too much time: more than 1 seconds"
    assert watched("while True: pass", cpu_seconds=1) == "too much processor time: more than 1 seconds"
    large = "import time; x = bytearray(300 << 20); time.sleep(60)"
    assert watched(large, memory=100) == "too much memory: more than 100 MiB"
    many = "import os, time\nfor i in range(30): os.fork() or time.sleep(60)\ntime.sleep(60)"
    assert watched(many, processes=20) == "too many processes: more than 20"


def test_children_of_children_end_too(tmp_path):
    pids = tmp_path / "pids"
    code = f"""
import os, time
for i in range(3):
    if os.fork() == 0:
        os.setsid()
        open({str(pids)!r}, "a").write(f"{{os.getpid()}}\\n")
        time.sleep(60)
time.sleep(60)
"""
    assert watched(code, seconds=2)
    for pid in pids.read_text().split():
        for _ in range(100):
            if not os.path.exists(f"/proc/{pid}") or " Z " in open(f"/proc/{pid}/stat", encoding="utf-8").read():
                break
            time.sleep(0.05)
        else:
            pytest.fail(f"{pid} is alive")


def test_likeness_looks_through_names_and_comments_only():
    known = likeness.Known(LAB)
    one, other = known.pieces(solution()), known.pieces(renamed(solution()))
    assert likeness.share(one, other) > 0.95
    assert likeness.share(one - known.given, known.pieces(shutil.__doc__ * 20) - known.given) == 0
    start = labs.start_files(LAB)[SOURCE]
    assert not known.pieces(start) - known.given
