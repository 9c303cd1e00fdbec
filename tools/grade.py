#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Grades a lab: builds the project with the student's files in it, runs the lab's checks, says what is wrong.

Only the files that the lab takes from are the student's. All else (tests, tools, other sources) comes from the
project, and in a student's tree from its first commit. Of a header, only the lab's definitions are taken: tests
include it, so its other lines could change them. What the kernel prints counts for nothing.

usage: grade.py [--lab N] [--scratch DIR] [--json FILE] [--seed WORD] [--for NAME] [TREE]
"""
import argparse
import io
import json
import os
import re
import resource
import secrets
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import book
import grade_words
import labs

BUILD_SECONDS, UNIT_SECONDS, ITEM_SECONDS = 1800, 900, 240
LOG_BYTES = 64 << 20
MAX_SOURCE = 1 << 20
# The C library's functions that the compiler may call by itself, and the sanitizers'.
ALWAYS_ALLOWED = re.compile(r"__(asan|ubsan|odr_asan)_\w+|mem(cpy|set|cmp|move|chr)|str\w+|snprintf|host_trap|"
                            r"_GLOBAL_OFFSET_TABLE_")


class Refused(Exception):
    """The submission cannot be graded; the sentence says why."""


def base_files(root):
    """{name: bytes} of everything that is not the student's."""
    if (root / labs.MARK).exists():
        first = subprocess.run(["git", "rev-list", "--max-parents=0", "HEAD"], cwd=root, check=True,
                               stdout=subprocess.PIPE, text=True).stdout.split()[0]
        archive = subprocess.run(["git", "archive", first], cwd=root, check=True, stdout=subprocess.PIPE).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            return {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}
    return {name: (root / name).read_bytes() for name in labs.project_files(root)}


def student_text(tree, path):
    """One file of a submission. No link: it could lead to somebody else's answer."""
    file = Path(tree) / path
    below = [file, *list(file.parents)[:len(Path(path).parts) - 1]]
    if any(each.is_symlink() for each in below) or not file.is_file():
        raise Refused(f"{path} is missing, or no plain file")
    if file.stat().st_size > MAX_SOURCE:
        raise Refused(f"{path} is larger than {MAX_SOURCE} bytes")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{path} is not UTF-8 text") from None


def definitions_only(path, original, text, names):
    """The project's header with the student's definitions of these names."""
    lines, result = text.splitlines(), original.splitlines()
    for name in names:
        try:
            first, last = book.limits_of(path, lines, name)
        except (LookupError, StopIteration, ValueError):
            raise Refused(f"{path} does not define {name} in a form that is found: "
                          "begin it at the start of a line, and end it with } there") from None
        body = lines[first:last + 1]
        if any(line.lstrip().startswith("#") for line in body[1:]):
            raise Refused(f"{path}: no preprocessor lines inside {name}")
        begin, end = book.limits_of(path, result, name)
        result[begin:end + 1] = body
    return "\n".join(result) + "\n"


def submitted_files(lab, tree, base):
    """{name: bytes} of what is taken from a student's tree."""
    files = {}
    for path, names in lab.takes.items():
        text = student_text(tree, path)
        if path.endswith((".h", ".inc")):
            text = definitions_only(path, base[path].decode(), text, names)
        files[path] = text.encode()
    if lab.answers:
        files[lab.answers] = student_text(tree, lab.answers).encode()
    return files


def own_files(lab, tree, base, word):
    """{name: bytes} of what a tree of this lab has besides the project. A student's tree has it already."""
    if labs.MARK in base:
        return {}
    return {**labs.added_files(lab), labs.MARK: f"{lab.number}\n{word or word_in(tree)}\n".encode()}


def word_in(tree):
    """The word in a submission; "-": it has none."""
    mark = Path(tree) / labs.MARK
    words = student_text(tree, labs.MARK).split() if mark.exists() else []
    return words[1] if len(words) == 2 else "-"


def write_changed(file, content):
    """Files that stay the same keep their time, so that make builds only what must be built."""
    if file.is_symlink():
        file.unlink()
    if not file.exists() or file.read_bytes() != content:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def fill_scratch(scratch, files, root):
    scratch.mkdir(parents=True, exist_ok=True)
    for folder, names, found in os.walk(scratch):
        here = Path(folder).relative_to(scratch)
        if here == Path("."):
            names[:] = [name for name in names if name != "build"]
        for name in found:
            if str(here / name) not in files:
                (Path(folder) / name).unlink()
    for name, content in files.items():
        write_changed(scratch / name, content)
        if content.startswith(b"#!"):
            (scratch / name).chmod(0o755)
    sysroot = scratch / "build/sysroot"
    sysroot.parent.mkdir(exist_ok=True)
    if (root / "build/sysroot").exists() and not sysroot.is_symlink():
        sysroot.symlink_to((root / "build/sysroot").resolve())


def environment(arch, **more):
    """Not the flags of the make that runs the grader."""
    dropped = ["MAKEFLAGS", "MFLAGS", "MAKELEVEL"]
    if os.environ.get("ARCH", "aarch64") != arch:
        dropped += ["CROSS_COMPILE", "QEMU"]
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "ARCH": arch, **more}


def limits():
    resource.setrlimit(resource.RLIMIT_FSIZE, (LOG_BYTES, LOG_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, scratch, seconds, variables=None, **options):
    """(exit status, output); the status is None when time is out."""
    log = scratch / "build/output"
    with open(log, "wb") as file:
        process = subprocess.Popen(command, cwd=scratch, env=variables or environment("aarch64"),
                                   stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                                   start_new_session=True, **options)
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            status = None
    return status, log.read_text(encoding="utf-8", errors="replace")


def goals_of(lab):
    """{architecture: what to make}. The kernel is built where something looks at it."""
    goals = {}
    for check in lab.checks:
        if check.machine or any("/qemu/" in item for item in check.pytest):
            goals[check.arch] = ["all", "riddle"] if lab.answers else ["all"]
    if any(check.unit for check in lab.checks):
        goals["aarch64"] = [*goals.get("aarch64", []), "build/host/unit"]
    return goals


def build(lab, scratch):
    """'' or what the compiler says."""
    for arch, goals in goals_of(lab).items():
        status, output = run(["make", "-s", f"-j{os.cpu_count()}", *goals], scratch, BUILD_SECONDS, environment(arch))
        if status != 0:
            return "it does not build" + (" in time" if status is None else "") + ":\n" + output
    return ""


def symbols(objects, *flags):
    """Names in object files."""
    lines = subprocess.run(["nm", "-P", "-g", *flags, *map(str, objects)], check=True, stdout=subprocess.PIPE,
                           text=True).stdout.splitlines()
    return {line.split()[0] for line in lines if len(line.split()) > 1}


def foreign_calls(lab, scratch):
    """Functions that a submission names though no kernel code does: those that open files, write or exit."""
    host = scratch / "build/host"
    own = [host / path.replace(".c", ".o") for path in lab.takes if path.endswith(".c")]
    own = [each for each in own if each.exists()]
    if not own:
        return []
    others = [each for each in host.rglob("*.o") if each not in own and each.relative_to(host).parts[0] != "tests"]
    needed = symbols(own, "-u") - symbols(others) - symbols(own, "--defined-only")
    return sorted(name for name in needed if not ALWAYS_ALLOWED.fullmatch(name) and name not in labs_allowed())


def labs_allowed():
    """What tests provide in place of parts of the kernel that the host does not build."""
    return {"init_top_pgt", "level3_kernel_pgt", "level2_kernel_pgt", "level1_kernel_pgt", "level2_fixmap_pgt",
            "level1_fixmap_pgt", "mmu_store", "mmu_dsb", "mmu_dmb", "mmu_isb", "mmu_tlbi", "mmu_tlbi_all",
            "mmu_page_freed", "mmu_access", "barrier_count", "host_borders", "host_ask_bus", "host_before_read",
            "host_after_write", "host_interrupt", "trap_armed", "trap_survivor", "host_irq_mask", "boot_stop",
            "ksym_format", "panic", "arch_remove_identity_map", "_data"}


COMMENT_OR_STRING = re.compile(rb"/\*.*?\*/|//[^\n]*|(\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?)", re.S)
INCLUDE = re.compile(rb'\s*include\s*(<[\w/.-]+>|"[\w/.-]+")\s*')


def foreign_include(content):
    """A directive that reads a file from outside the project, or one that hides what it reads. None, or its text."""
    spliced = re.sub(rb"\\[ \t\r]*\n", b"", content)
    plain = COMMENT_OR_STRING.sub(lambda found: found[1] or b" ", spliced)
    for line in plain.splitlines():
        directive = re.match(rb"\s*(?:#|%:)(.*)", line)
        if not directive or not re.match(rb"\s*(include|import|embed|line|\d)", directive[1]):
            continue
        name = INCLUDE.fullmatch(directive[1])
        if not name or name[1][1:2] == b"/" or b".." in name[1]:
            return line.decode(errors="replace").strip()
    return None


def forbidden_text(files):
    """Inline assembly in C that runs on the host would escape the look at symbols; assembly could copy any file."""
    for path, content in files.items():
        foreign = foreign_include(content) if path.endswith((".c", ".h")) else None
        if foreign:
            return f"{path}: {foreign}: only the project's files and headers can be included, by name"
        if path.endswith((".c", ".h")) and re.search(rb'\bR"|\?\?/', content):
            return f"{path}: raw strings and trigraphs are not part of this lab"
        if path.endswith((".c", ".h")) and re.search(rb"\b(__)?asm(__)?\b(?!/\w+\.h>)|constructor|\.incbin", content):
            return f"{path}: inline assembly and constructors are not part of this lab"
        if path.endswith(".S") and re.search(rb"\.inc(bin|lude)\b", content):
            return f"{path}: .incbin and .include are not part of this lab"
    return ""


def run_units(names, scratch):
    """(passed tests, {name: output}, all output)"""
    word = secrets.token_hex(16)
    word_read, word_write = os.pipe()
    verdict_read, verdict_write = os.pipe()
    os.write(word_write, word.encode())
    os.close(word_write)

    def hand_over():
        limits()
        # First out of the way of 3 and 4, then there.
        high = [os.dup(word_read), os.dup(verdict_write)]
        high = [os.dup2(fd, 100 + at) for at, fd in enumerate(high)]
        os.dup2(high[0], 3)
        os.dup2(high[1], 4)

    _, output = run(["build/host/unit", "--graded", *names], scratch, UNIT_SECONDS, preexec_fn=hand_over,
                    pass_fds=(3, 4))
    os.close(word_read)
    os.close(verdict_write)
    with open(verdict_read, encoding="utf-8", errors="replace") as verdicts:
        told = verdicts.read().splitlines()
    passed = {name for name in names if f"{word} {name}" in told}
    parts = re.split(r"^--- (\w+)\n", output, flags=re.M)
    return passed, dict(zip(parts[1::2], parts[2::2])), output


def run_items(lab, scratch, seed):
    """({(arch, item): [] or why it did not pass}, log)"""
    results, log = {}, ""
    for arch in sorted({check.arch for check in lab.checks}):
        items = [item for check in lab.checks if check.arch == arch for item in lab.items(check)]
        if not items:
            continue
        told = scratch / "build/items"
        told.unlink(missing_ok=True)
        status, output = run([sys.executable, "tools/graded_items.py", told, *items], scratch,
                             ITEM_SECONDS * len(items), environment(arch, GRADE_SEED=seed), preexec_fn=limits)
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        said = [json.loads(line) for line in lines]
        for item in items:
            results[arch, item] = item_trouble(item, said, "time is out" if status is None else output[-300:])
        log += output
    return results, log


def item_trouble(item, said, otherwise):
    """[] or why an item did not pass. An item without parameters is all of its cases."""
    own = [each for each in said if each["item"] == item or each["item"].startswith(item + "[")]
    if not own:
        return [f"{item.split('::')[-1]} did not come to its end", *otherwise.splitlines()]
    return next((each["came"] for each in own if each["came"]), [])


def grade_check(lab, check, scratch, units, items):
    """(fraction of the points, what came)"""
    passed, outputs, _ = units
    marks, trouble = [name in passed for name in check.unit], []
    for name in check.unit:
        if name not in passed and not trouble:
            trouble = grade_words.unit_trouble(scratch, name, outputs.get(name, units[2][-2000:]))
    came = [items[check.arch, item] for item in lab.items(check)]
    of_pytest = len(check.pytest)
    marks += [not any(came[:of_pytest])] * of_pytest + [not each for each in came[of_pytest:]]
    return sum(marks) / len(marks), trouble or next((each for each in came if each), [])


def all_lost(lab, why):
    return [{"check": check.name, "points": 0, "of": check.points, "expected": check.expected, "came": why,
             "hint": check.hint} for check in lab.checks]


def grade(lab, tree, scratch, root=labs.ROOT, seed=None, word=None):
    """(list of results, log). `seed`: what checks on the machine draw from; `word`: what the tree's questions were
    drawn from, where its own word is not to be believed."""
    base = base_files(root)
    try:
        own = {**own_files(lab, tree, base, word), **submitted_files(lab, tree, base)}
        reason = forbidden_text(own)
    except Refused as refused:
        reason = str(refused)
    if reason:
        return all_lost(lab, [reason]), reason
    fill_scratch(scratch, {**base, **own}, root)
    failure = build(lab, scratch)
    if failure:
        return all_lost(lab, ["it does not build", *grade_words.build_trouble(failure)]), failure
    foreign = foreign_calls(lab, scratch)
    if foreign:
        reason = f"it uses what no kernel code uses: {', '.join(foreign)}"
        return all_lost(lab, [reason]), reason
    return run_checks(lab, scratch, seed or secrets.token_hex(8))


def run_checks(lab, scratch, seed):
    names = [name for check in lab.checks for name in check.unit]
    units = run_units(names, scratch) if names else (set(), {}, "")
    items, log = run_items(lab, scratch, seed)
    results = []
    for check in lab.checks:
        share, trouble = grade_check(lab, check, scratch, units, items)
        results.append({"check": check.name, "points": int(check.points * share), "of": check.points,
                        "expected": check.expected, "came": trouble, "hint": check.hint})
    return results, f"{units[2]}{log}\nSEED={seed}\n"


def common_reason(results):
    """Why no check could begin, if all were lost for one reason."""
    first = results[0]["came"]
    return first if first and all(not each["points"] and each["came"] == first for each in results) else []


def table(lab, results):
    common = common_reason(results)
    lines = [f"lab {lab.number}: {lab.title}", "", *(f"  {line}" for line in common), *([""] if common else [])]
    for result in results:
        lines.append(f"  {result['points']:3}/{result['of']:<3} {result['check']}")
        if result["points"] < result["of"] and not common:
            lines.append(f"          expected  {result['expected']}")
            lines += [f"          {'came      ' if not at else '          '}{line}"
                      for at, line in enumerate(result["came"])]
            lines.append(f"          hint      {result['hint']}")
    total = sum(result["points"] for result in results)
    return "\n".join([*lines, "", f"  {total} of {lab.points} points"])


def lab_of(tree, number):
    if number is None:
        mark = Path(tree) / labs.MARK
        if not mark.exists():
            raise LookupError(f"{tree} does not say which lab it is: give --lab N")
        number = int(mark.read_text(encoding="utf-8").split()[0])
    return labs.lab_number(number)


def main():
    parser = argparse.ArgumentParser(description="grades a lab")
    parser.add_argument("tree", nargs="?", default=".", type=Path)
    parser.add_argument("--lab", type=int)
    parser.add_argument("--scratch", type=Path, default=labs.ROOT / "build/grade")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--for", dest="name", help="whose tree it is, as make lab FOR= had it")
    parser.add_argument("--seed", help="asks what an earlier grade asked; its log has the word")
    words = parser.parse_args()
    lab = lab_of(words.tree, words.lab)
    results, log = grade(lab, words.tree, words.scratch.resolve(), seed=words.seed,
                         word=labs.word_of(words.name) if words.name else None)
    shown = table(lab, results)
    words.scratch.mkdir(parents=True, exist_ok=True)
    (words.scratch / "build").mkdir(exist_ok=True)
    (words.scratch / "build/grade.log").write_text(log, encoding="utf-8")
    (words.scratch / "build/grade.txt").write_text(shown + "\n", encoding="utf-8")
    points = sum(result["points"] for result in results)
    data = {"lab": lab.number, "word": word_in(words.tree), "points": points, "of": lab.points, "checks": results}
    target = words.json or words.scratch / "build/grade.json"
    target.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(shown)
    print(f"  the log is {words.scratch / 'build/grade.log'}; as JSON: {target}")
    return 0 if points == lab.points else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LookupError as error:
        sys.exit(f"grade: {error}")
