#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Grades a folder of submissions: each sub-folder is one, and is graded by tools/grade.py in a scratch tree of its
own, several at a time. A submission that needs too much (time, processors, memory, processes) is stopped, and
the others go on.

    build/grade-all/results.csv     a line for each submission: points, one column for each check, what it resembles
    build/grade-all/results.json    the same, with what was expected and what came
    build/grade-all/001/            of the first one: its table, grade.txt, and its log, grade.log

usage: grade_all.py --lab N [--jobs N] [--out DIR] [--named] [limits] FOLDER
       --named: a folder's name is the name that make lab FOR= had; questions are drawn from it
"""
import argparse
import csv
import ctypes
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import grade
import labs
import likeness

PR_SET_CHILD_SUBREAPER = 36
LOOK_SECONDS = 0.2  # between two looks at what a submission uses
KEPT = ("grade.txt", "grade.log")


@dataclass
class Limits:
    """For one submission, with everything that its grade starts."""
    seconds: int = 1800
    cpu_seconds: int = 1200
    memory: int = 3072  # MiB
    processes: int = 200
    file_size: int = 512  # MiB


@dataclass
class Submission:
    number: int
    folder: Path
    points: int = 0
    status: str = "graded"
    checks: list = field(default_factory=list)
    like: str = ""  # the submission that it resembles most
    likeness: float = 0.0
    like_solution: float = 0.0

    @property
    def name(self):
        return self.folder.name


def submissions_in(folder):
    found = sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))
    if not found:
        raise LookupError(f"{folder} has no sub-folder: each submission is a folder with the lab's files in it")
    return [Submission(number, each) for number, each in enumerate(found, 1)]


def prepared_scratch(lab, out):
    """A scratch tree in which everything is built but the student's files."""
    scratch = out / "prepared"
    base = grade.base_files(labs.ROOT)
    files = {**base, **grade.own_files(lab, labs.ROOT, base, "prepared"),
             **{path: text.encode() for path, text in labs.start_files(lab).items()}}
    grade.fill_scratch(scratch, files, labs.ROOT)
    failure = grade.build(lab, scratch)
    if failure:
        raise LookupError(f"lab {lab.number} itself does not build:\n{failure}")
    return scratch


def all_processes():
    """{pid: (parent, state, CPU seconds, resident bytes)}; a child that has ended counts for its parent."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as stat:
                    words = stat.read().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended
            ticks = sum(map(int, words[11:15]))
            found[int(entry)] = (int(words[1]), words[0], ticks / os.sysconf("SC_CLK_TCK"),
                                 int(words[21]) * resource.getpagesize())
    return found


def descendants(processes, root):
    """ROOT and all that it has started, directly or not."""
    children = {}
    for pid, (parent, *_) in processes.items():
        children.setdefault(parent, []).append(pid)
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        if pid in processes:
            found.append(pid)
        todo += children.get(pid, [])
    return found


def too_much(root, began, limits):
    """'' or which limit was passed."""
    processes = all_processes()
    own = [processes[pid] for pid in descendants(processes, root)]
    used = {"time": (time.monotonic() - began, limits.seconds, "seconds"),
            "processor time": (sum(each[2] for each in own), limits.cpu_seconds, "seconds"),
            "memory": (sum(each[3] for each in own) >> 20, limits.memory, "MiB"),
            "processes": (len(own), limits.processes, "")}
    for what, (amount, limit, unit) in used.items():
        if amount > limit:
            return f"too {'many' if what == 'processes' else 'much'} {what}: more than {limit} {unit}".strip()
    return ""


def kill_all(root):
    """Ends a process and all that it has started, also what is started meanwhile. It is not waited for itself."""
    while True:
        processes = all_processes()
        alive = [pid for pid in descendants(processes, root) if processes[pid][1] != "Z"]
        if not alive:
            return
        for stop in (signal.SIGSTOP, signal.SIGKILL):
            for pid in alive:
                try:
                    os.kill(pid, stop)
                except ProcessLookupError:
                    pass
        time.sleep(0.01)


def start_grader(lab, submission, scratch, limits, log, named):
    whose = ["--for", submission.name] if named else []

    def confine():
        # Whatever loses its parent stays below the grader.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_size << 20, limits.file_size << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return subprocess.Popen(
        [sys.executable, labs.ROOT / "tools/grade.py", "--lab", str(lab.number), "--scratch", scratch,
         "--json", scratch / "build/grade.json", *whose, "--", submission.folder.resolve()],
        stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=confine)


def watch(process, limits):
    """'' when the grader has come to its end, or why it was stopped."""
    began, reason = time.monotonic(), ""
    while process.poll() is None and not reason:
        try:
            process.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            reason = too_much(process.pid, began, limits)
    if reason:
        kill_all(process.pid)
        process.wait()
    return reason


def last_line(file):
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "nothing was said"


def grade_one(lab, submission, prepared, out, limits, named):
    own = out / f"{submission.number:03}"
    scratch = out / "scratch" / own.name
    for folder in (own, scratch):
        shutil.rmtree(folder, ignore_errors=True)
    own.mkdir(parents=True)
    shutil.copytree(prepared, scratch, symlinks=True)  # with all times, so that make builds only what differs
    result = scratch / "build/grade.json"
    result.unlink(missing_ok=True)
    with open(own / "output.txt", "wb") as log:
        reason = watch(start_grader(lab, submission, scratch, limits, log, named), limits)
    if not reason and result.exists():
        data = json.loads(result.read_text(encoding="utf-8"))
        submission.points, submission.checks = data["points"], data["checks"]
    else:
        submission.status = reason or f"the grader failed: {last_line(own / 'output.txt')}"
        submission.checks = grade.all_lost(lab, [submission.status])
    for name in KEPT:
        if (scratch / "build" / name).exists():
            shutil.copy(scratch / "build" / name, own / name)
    shutil.rmtree(scratch, ignore_errors=True)


def compare(lab, submissions):
    """Notes for each submission which other one is most like it, and how much it is like the kernel's own code."""
    known = likeness.Known(lab)
    prints = {each.number: known.fingerprint(each.folder) for each in submissions}
    solution = known.fingerprint(labs.ROOT)
    for one in submissions:
        others = [(likeness.share(prints[one.number], prints[other.number]), other.name)
                  for other in submissions if other is not one]
        one.like_solution = likeness.share(prints[one.number], solution)
        one.likeness, one.like = max(others, default=(0.0, ""))
        if one.likeness < likeness.WORTH_A_LOOK:
            one.likeness, one.like = 0.0, ""


def cell(text):
    """A spreadsheet takes a text that begins like this for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def write_results(lab, submissions, out):
    names = [check.name for check in lab.checks]
    with open(out / "results.csv", "w", encoding="utf-8-sig", errors="backslashreplace", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["submission", "points", "of", "status", *names, "resembles", "by", "like the solution",
                       "details"])
        for each in submissions:
            points = [check["points"] for check in each.checks]
            rows.writerow([cell(each.name), each.points, lab.points, cell(each.status), *points, cell(each.like),
                           f"{each.likeness:.2f}" if each.like else "", f"{each.like_solution:.2f}",
                           f"{each.number:03}"])
    data = {"lab": lab.number, "title": lab.title, "of": lab.points, "submissions": [
        {"submission": each.name, "points": each.points, "status": each.status, "checks": each.checks,
         "resembles": each.like, "by": round(each.likeness, 2), "like_solution": round(each.like_solution, 2),
         "details": f"{each.number:03}"}
        for each in submissions]}
    with open(out / "results.json", "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def line_of(submission):
    like = f"   resembles {submission.like} ({submission.likeness:.0%})" if submission.like else ""
    status = "" if submission.status == "graded" else f"   {submission.status}"
    return f"  {submission.points:3}  {submission.name}{status}{like}"


def show(text):
    """Names can have bytes that are no UTF-8."""
    print(text.encode("utf-8", "backslashreplace").decode(), flush=True)


def grade_all(lab, folder, out, jobs, limits, named):
    submissions = submissions_in(folder)
    out.mkdir(parents=True, exist_ok=True)
    show(f"lab {lab.number}, {lab.title}: {len(submissions)} submissions, {jobs} at a time")
    prepared = prepared_scratch(lab, out)
    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(lambda each: grade_one(lab, each, prepared, out, limits, named), submissions):
            pass
    compare(lab, submissions)
    write_results(lab, submissions, out)
    return submissions


def arguments():
    limits = Limits()
    parser = argparse.ArgumentParser(description="grades a folder of submissions")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lab", type=int, required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--out", type=Path, default=labs.ROOT / "build/grade-all")
    parser.add_argument("--named", action="store_true", help="a folder's name is the name that make lab FOR= had")
    for name, value in vars(limits).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=value)
    words = parser.parse_args()
    return words, Limits(**{name: getattr(words, name) for name in vars(limits)})


def main():
    words, limits = arguments()
    if not words.folder.is_dir():
        raise LookupError(f"{words.folder} is no folder")
    out = words.out.resolve()
    submissions = grade_all(labs.lab_number(words.lab), words.folder, out, max(words.jobs, 1), limits,
                            words.named)
    for each in submissions:
        show(line_of(each))
    show(f"results: {out / 'results.csv'}, {out / 'results.json'}")
    return 1 if any(each.status.startswith("the grader failed") for each in submissions) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LookupError as error:
        sys.exit(f"grade-all: {error}")
