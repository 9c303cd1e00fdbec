# SPDX-License-Identifier: MIT
"""First mistakes: a line is taken out of the boot code, and `make run` must end by itself and say
why, although no console works yet. The tree is a copy in a folder whose name has a space."""
import re
import shutil
import subprocess

import pytest
from machine import ROOT
from target import ARCH

TABLES = f"boot/{ARCH}/tables.S"
MMU_ON = {"aarch64": "enabling the MMU would hang", "x86_64": "enabling paging would reset the machine"}[ARCH]
HEAD = f"boot/{ARCH}/head.S"

# What is taken out, from which file, and what is said then.
LINKS = {
    "aarch64": {
        "link_table idmap_l0, x2, idmap_l1": "do not map the code that enables it",
        "link_table idmap_l1, x2, idmap_l2": "do not map the code that enables it",
        "link_table idmap_l2, x2, idmap_l3": "do not map the code that enables it",
        "link_table init_top_pgt, #KERNEL_TOP_INDEX, level3_kernel_pgt": "do not map the code that follows",
        "link_table level3_kernel_pgt, #KERNEL_PUD_INDEX, level2_kernel_pgt": "do not map the code that follows",
        "link_table level2_kernel_pgt, #0, level1_kernel_pgt": "do not map the code that follows",
        "link_table level3_kernel_pgt, #FIXMAP_PUD_INDEX, level2_fixmap_pgt": "the device tree's window",
        "link_table level2_fixmap_pgt, #FIXMAP_PMD_INDEX, level1_fixmap_pgt": "run: what no console showed",
        "map_image _head, _etext, PROT_KERNEL_ROX": "do not map the code that follows",
        "map_image _data, boot_stack_guard, PROT_KERNEL": "run: the kernel stopped|run: there was no output",
        "map_image boot_stack, emergency_stack_guard, PROT_KERNEL": "do not map the stack",
    },
    "x86_64": {
        "link_table init_top_pgt, 0, idmap_l1": "do not map the code that enables them",
        "link_table idmap_l1, %edx, idmap_l2": "do not map the code that enables them",
        "link_table idmap_l2, %edx, idmap_l3": "do not map the code that enables them",
        "link_table init_top_pgt, KERNEL_TOP_INDEX, level3_kernel_pgt": "do not map the code that follows",
        "link_table level3_kernel_pgt, KERNEL_PUD_INDEX, level2_kernel_pgt": "do not map the code that follows",
        "link_table level2_kernel_pgt, 0, level1_kernel_pgt": "do not map the code that follows",
        "link_table level3_kernel_pgt, FIXMAP_PUD_INDEX, level2_fixmap_pgt": "the fixmap's last table",
        "link_table level2_fixmap_pgt, FIXMAP_PMD_INDEX, level1_fixmap_pgt": "the fixmap's last table",
        "map_image _head, _etext, PROT_KERNEL_ROX": "do not map the code that follows",
        "map_image _rodata, _erodata, PROT_KERNEL_RO": "do not map the exception vectors",
        "map_image _data, boot_stack_guard, PROT_KERNEL": "do not map the kernel's data",
        "map_image boot_stack, emergency_stack_guard, PROT_KERNEL": "do not map the stack",
        "map_image emergency_stack, _end, PROT_KERNEL": "do not map the page tables",
    },
}[ARCH]

# No check can see these: where the CPU is shows in its PC.
OTHERS = {
    "aarch64": [(HEAD, "	msr	ttbr1_el1, x0\n", "", "PC was\nrun:   0x"),
                (HEAD, "	ldr	x0, =boot_stack_top\n", "	ldr	x0, =0x800\n", "run: the kernel stopped|run: there was no output"),
                (HEAD, "	bl	start_kernel\n", "	b	.\n", r"PC was\nrun:   0xffffffff8\w+, primary_switched")],
    "x86_64": [(HEAD, "	mov	$boot_stack_top, %rsp\n", "	mov	$0x800, %rsp\n",
                "run: the kernel stopped|the machine reset itself|run: there was no output"),
               (HEAD, "	mov	%eax, %cr3\n", "", "the machine reset itself.*PC was 0x"),
               (HEAD, "	call	start_kernel\n", "1:	jmp	1b\n", r"PC was\nrun:   0xffffffff8\w+, primary_switched")],
}[ARCH]


@pytest.fixture(scope="module", name="tree")
def a_tree(tmp_path_factory):
    """A copy of the sources and of what was built of them."""
    tree = tmp_path_factory.mktemp("a folder") / "with a space"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".git", ".cache", "*-debug", "*-count", "*-nommu",
                                                              "record", "explorer", "*.sock"), symlinks=True)
    return tree


def make(tree, *words):
    return subprocess.run(["make", "-s", f"ARCH={ARCH}", *words], cwd=tree, check=False, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=300)


def run_changed(tree, file, old, new):
    """The output of `make run` with something else in a file, which is put back."""
    source = (ROOT / file).read_text(encoding="utf-8")
    assert source.count(old) == 1, f"{file} has no {old!r}, or several"
    (tree / file).write_text(source.replace(old, new), encoding="utf-8")
    try:
        return make(tree, "run")
    finally:
        (tree / file).write_text(source, encoding="utf-8")


def holds(pattern, text):
    return re.search(pattern, text, re.S)


@pytest.mark.parametrize("line", LINKS)
def test_a_table_that_is_not_linked_is_named(tree, line):
    ended = run_changed(tree, TABLES, f"\t{line}\n", "")
    assert ended.returncode != 0
    assert holds(LINKS[line], ended.stdout), ended.stdout
    assert "docs/troubleshooting.md" in ended.stdout


@pytest.mark.parametrize("file, old, new, said", OTHERS, ids=[old.strip() for _, old, _, _ in OTHERS])
def test_a_cpu_that_is_lost_is_found(tree, file, old, new, said):
    ended = run_changed(tree, file, old, new)
    assert holds(said, ended.stdout), ended.stdout


def test_a_path_with_a_space_is_a_path(tree):
    assert make(tree, "run", "ARGS=poweroff").returncode == 0
    picture = make(tree, "picture", "AT=early_iounmap")
    assert picture.returncode == 0 and "wrote" in picture.stdout, picture.stdout
    debug = subprocess.run(["make", "-s", f"ARCH={ARCH}", "debug"], cwd=tree, check=False, text=True, timeout=120,
                           input="hbreak start_kernel\ncontinue\nbm walk start_kernel\nquit\n",
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert debug.returncode == 0 and "level1_kernel_pgt" in debug.stdout, debug.stdout


def test_a_picture_that_fails_says_why(tree):
    failed = make(tree, "picture", "AT=nosuchfunction")
    assert failed.returncode != 0
    assert "nosuchfunction" in failed.stdout, failed.stdout
