# SPDX-License-Identifier: MIT
"""What goes wrong is explained: each experiment's report names cause, owner and culprit."""
import re
from contextlib import ExitStack

import pytest
import trees
from machine import LOAD_ADDRESS, RAM_BASE, ROOT, Machine, check_selftest, symbols
from target import ARCH, TARGET
from test_monitor import Monitor

VMALLOC = 0xFFFFC00000000000, 0xFFFFFF8000000000

FAULT = ["Unexpected fault"]

# How each CPU puts what happened.
NO_WRITE = {"aarch64": "data abort on write: translation fault at level 3",
            "x86_64": "#PF, page fault on write: no entry is present"}[ARCH]
NO_READ = NO_WRITE.replace("write", "read")
NO_FETCH = {"aarch64": "instruction abort on execute: translation fault at level 3",
            "x86_64": "#PF, page fault on execute: no entry is present"}[ARCH]
CAUSES = {
    "aarch64": {
        "null": "data abort on write: translation fault", "stack": NO_WRITE, "bug": "BRK instruction",
        "text": "data abort on write: permission fault at level 3",
        "data": "instruction abort on execute: permission fault at level 3",
    },
    "x86_64": {
        "null": NO_WRITE, "stack": "#DF, double fault", "bug": "#UD, undefined instruction",
        "text": "#PF, page fault on write: the entry does not permit it",
        "data": "#PF, page fault on execute: the entry does not permit it",
    },
}[ARCH]
# What the report calls the syndrome, and a register.
SYNDROME = {"aarch64": "ESR +0x", "x86_64": "error code 0x"}[ARCH]
REGISTER = {"aarch64": "x0", "x86_64": "rax"}[ARCH]



def called(function, caller):
    """The backtrace begins so: it is complete also where the first function has no frame record."""
    return rf"backtrace:\n  {function}.*\n  {caller}\+0x"


REPORTS = {
    "null": [CAUSES["null"], "the page at address 0", "level 0 .* invalid", "a NULL pointer was used",
             called("store_to", "use_null")],
    "text": [CAUSES["text"], "kernel text", r"level 3  level1_kernel_pgt .*  page\n +page at .* RO X",
             "something read-only was written", called("store_to", "write_text")],
    "data": [CAUSES["data"], "kernel data", r"level 3  level1_kernel_pgt .*  page\n +page at .* RW NX", "data was executed",
             called("0xf", "execute_data")],
    "stack": [CAUSES["stack"], "guard page below the boot stack", "the stack overflowed",
              "this report uses the emergency stack", r"recurse\S*, \d\d+ times", "overflow_stack"],
    "slot": [NO_READ, "early_ioremap slot 0, free; last used by use_returned_slot",
             r"level 3  bm_pte .* invalid", "used after early_iounmap", "use_returned_slot"],
    "fixmap": [NO_WRITE, "fixmap slot FIX_LAB", "level1_fixmap_pgt .* invalid",
               "a fixmap slot was used before set_fixmap", called("store_to", "use_unset_fixmap")],
    "bus": ["data abort on read: external abort", "fixmap slot FIX_LAB",
            r"level 3  level1_fixmap_pgt .*  page\n +page at .* device nGnRE", "no device answers", "read_nowhere"],
    "init": [NO_FETCH, "boot code, freed after boot", "__init. was called after boot",
             called("paging_init", "call_init_function")],
    "guard": [NO_WRITE, r"guard page of the vmalloc area of area_address\S+, 0x3000 bytes",
              "an access past the end of an area", called("store_to", "touch_guard_page")],
    "bug": [CAUSES["bug"], "a BUG_ON.. check failed", called("fail_bug_check", "survive")],
    "handler": [CAUSES["null"], "a NULL pointer was used", r"backtrace:\n  store.*\n(  .*\n)*"
                r"  hrtimer_interrupt.*\n(  .*\n)*  handle_exception.*\n(  .*\n)*  fault_in_handler"],
    "undefined": ["undefined instruction", "an instruction that this CPU does not have",
                  r"backtrace:\n  (execute|run)_undefined"],
}
# A PC's bus reports no error.
if ARCH == "x86_64":
    del REPORTS["bus"]


@pytest.mark.parametrize("experiment", REPORTS)
def test_report(experiment):
    with Machine(f"break={experiment}", tolerate=FAULT) as machine:
        console = machine.finish(status=1 if experiment == "handler" else 0)
    for words in [SYNDROME, "PC +0x", "registers:", REGISTER + " +0x[0-9a-f]{16}", "backtrace:",
                  "start_kernel", *REPORTS[experiment]]:
        assert re.search(words, console), f"the report lacks {words!r}:\n{console}"
    assert console.count("Unexpected fault") == 1
    parts = ["Unexpected fault: ", "reason   ", "backtrace:", "address  ", "registers:"]
    if experiment in ("bug", "undefined"):
        parts.remove("address  ")
    places = [console.index("\n" + part) for part in parts]
    assert places == sorted(places), "the reason comes first, the numbers last"


def test_an_unaligned_device_access_is_explained_or_its_absence_is():
    with Machine("break=alignment", tolerate=FAULT) as machine:
        machine.expect("an unaligned access to Device memory|the unaligned access passed")


def test_pitfall_16_early_ioremap_after_paging_init_says_what_to_use():
    with Machine("break=late") as machine:
        machine.expect(r"early_ioremap after paging_init: use ioremap\(\) \[caller use_slot_late")
        machine.finish()


def test_a_second_iounmap_is_refused_and_its_caller_named():
    with Machine("break=iounmap") as machine:
        machine.expect(r"iounmap\(0x[0-9a-f]+\) refused: unknown \[caller unmap_device_twice")
        machine.expect("the second iounmap.. was refused")
        machine.finish()


def test_walk_of_a_report_has_every_level_in_order():
    with Machine("break=text", tolerate=FAULT) as machine:
        console = machine.finish()
    names = symbols()
    tables = re.findall(r"level (\d)  (\S+) +at 0x([0-9a-f]+) \[ *(\d+)\] = 0x([0-9a-f]{16})", console)
    assert [(level, name) for level, name, *_ in tables] == [
        ("0", "init_top_pgt"), ("1", "level3_kernel_pgt"), ("2", "level2_kernel_pgt"),
        ("3", "level1_kernel_pgt")]
    address = int(re.search(r"address +0x([0-9a-f]+)", console).group(1), 16)
    assert address == names["run_experiment"]
    for (_, _, _, index, entry), shift in zip(tables, (39, 30, 21, 12)):
        assert int(index) == address >> shift & 511
        assert int(entry, 16) & 1


def test_a_fault_in_an_interrupt_handler_is_reported_in_the_same_way_each_time():
    """Six machines at once: where the interrupt meets the kernel differs."""
    machines = [Machine("break=handler", tolerate=FAULT) for _ in range(6)]
    with ExitStack() as stack:
        for machine in machines:
            stack.enter_context(machine)
        for machine in machines:
            console = machine.finish(status=1)
            assert console.count("Unexpected fault") == 1, console
            assert "a NULL pointer was used" in console and "__init" not in console.split("Unexpected fault")[1], console
            assert re.search(r"backtrace:\n  store_?\w*.*\n(  .*\n)*  fault_in_handler", console), console


def test_without_a_listener_a_fault_halts_and_stays_readable():
    with Machine("break=handler", tolerate=FAULT, semihosting=False) as machine:
        machine.expect("Halted")
        code, value, text = machine.boot_failure()
    assert (code, value) == (17, 0x18)
    assert ("translation fault" if ARCH == "aarch64" else "no entry is present") in text
    assert "store" in text


def test_pitfall_14_a_fault_inside_the_console_cannot_recurse():
    with Machine("break=console", semihosting=False) as machine:
        machine.expect("experiment: console")
        code, value, text = machine.boot_failure()
    assert code == 17
    if ARCH == "aarch64":
        assert VMALLOC[0] <= value < VMALLOC[1] and "pl011_write_char" in text
    else:  # ports need no mapping: another console takes their place
        assert "write_to_unmapped" in text


def test_a_fault_inside_the_report_is_not_reported_again():
    with Machine("break=report", tolerate=[*FAULT, "A fault inside"]) as machine:
        console = machine.finish(status=1)
    assert console.count("Unexpected fault") == 1
    assert console.count("A fault inside the fault report") == 1
    assert "pgtable_walk" in console


@pytest.mark.parametrize("name", ["report", "handler"])
def test_a_halted_core_rests(name):
    """Also with a timer's interrupt waiting, as behind the monitor's prompt."""
    with Machine("", tolerate=[*FAULT, "A fault inside"], semihosting=False) as machine:
        machine.expect("bootmap> ")
        machine.send(f"break {name}\r")
        machine.expect("Halted")
        machine.send("keys that nobody reads")
        machine.wait_for_rest()


# An instruction that is none, where the code to format text begins.
PLANTED = {"aarch64": "set {int}%s = 0", "x86_64": "set {short}%s = 0x0b0f"}[ARCH]
EXCEPTION = {"aarch64": r"Taking exception \d+ \[(?!Semihosting)", "x86_64": r"^ *\d+: v=(?:06|0d|0e)"}[ARCH]


@pytest.mark.parametrize("stop", ["store_to", "exception_report", "show_backtrace"])
def test_without_anything_that_formats_text_a_fault_comes_to_an_end(tmp_path, stop):
    """Whether the first fault finds it broken, or its report at the begin, or in the middle."""
    log = tmp_path / "exceptions"
    with Machine("break=null", semihosting=False, tolerate=[*FAULT, "A fault inside"],
                 extra=["-S", "-d", "int", "-D", log]) as machine:
        machine.gdb_server()
        plant = "\n".join(PLANTED % name for name in ("vsnprintf", "snprintf"))
        machine.gdb(f"hbreak {stop}\ncontinue\n{plant}\ndelete\ndetach")
        code, value, text = machine.boot_failure()
    assert code == 17
    assert value == 0x18 or stop == "exception_report"
    assert "store" in text or "another one while it was put into words" in text
    assert 2 <= len(re.findall(EXCEPTION, log.read_text(), re.M)) <= 8


# A hypervisor that has an SError pending for the kernel that it enters at EL1, with a syndrome.
HYPERVISOR = """ldr x0, ={syndrome:#x}
msr s3_4_c5_c2_3, x0
mov x0, #0x3c5
msr spsr_el2, x0
ldr x0, ={entry}
msr elr_el2, x0
ldr x0, =0x80000120
msr hcr_el2, x0
ldr x0, ={tree}
eret
"""


def with_serror(folder, syndrome, **options):
    machine, tree = "virt,virtualization=on", RAM_BASE + 0x8000000
    stub = trees.assemble(folder, HYPERVISOR.format(syndrome=syndrome, entry=LOAD_ADDRESS, tree=tree))
    return trees.boot_with(folder, trees.patched(folder, machine=machine).read_bytes(), tree, stub=stub,
                           machine=machine, cpu="max", **options)


@pytest.mark.skipif(ARCH == "x86_64", reason="test_nmi.py has machine checks")
@pytest.mark.parametrize("syndrome, words", [
    (0, "not categorized"), (1 << 24 | 0x11, "in terms of this implementation"),
    (0x11, "uncontainable"), (1 << 10 | 0x11, "unrecoverable"), (3 << 10 | 0x11, "recoverable"),
    (4 << 10 | 0x11, "of a reserved state")], ids=str)
def test_an_serror_is_heard_and_explained(tmp_path, syndrome, words):
    with with_serror(tmp_path, syndrome, tolerate=FAULT) as machine:
        console = machine.finish(status=1)
    assert re.search(rf"console: .*\n(.*\n)*Unexpected fault: SError, {words}", console)
    assert "PC is only where it arrived, and the address may not be known" in console
    assert not re.search("^address ", console, re.M)


@pytest.mark.skipif(ARCH == "x86_64", reason="test_nmi.py has machine checks")
@pytest.mark.parametrize("syndrome", [2 << 10 | 0x11, 6 << 10 | 0x11])
def test_an_serror_that_is_over_is_a_warning(tmp_path, syndrome):
    with with_serror(tmp_path, syndrome) as machine:
        machine.expect("SError: the hardware had an error, and contained it")
        machine.finish()


@pytest.mark.skipif(ARCH == "x86_64", reason="there the hardware itself gives up")
@pytest.mark.parametrize("stacks", [["boot_stack"], ["boot_stack", "emergency_stack"]], ids=len)
def test_a_frame_that_cannot_be_stored_does_not_repeat_for_ever(tmp_path, stacks):
    log = tmp_path / "exceptions"
    names = symbols()
    table = names["level1_kernel_pgt"] - names["_head"] + LOAD_ADDRESS
    with Machine("poweroff", semihosting=False, extra=["-S", "-d", "int", "-D", log]) as machine:
        machine.gdb_server()
        unmap = [f"set {{long}}{table + (names[stack] - names['_head']) // 4096 * 8 + 8 * page:#x} = 0"
                 for stack in stacks for page in range(4)]
        stop = names["enable_mmu"] - names["_head"] + LOAD_ADDRESS
        machine.gdb("\n".join([f"hbreak *{stop:#x}", "continue", *unmap, "delete", "detach"]))
        if len(stacks) == 1:
            assert "data abort on write: translation fault at level 3" in machine.boot_failure()[2]
        machine.wait_for_stop()
    assert len(re.findall(EXCEPTION, log.read_text(), re.M)) <= 8


def test_misuse_is_refused_with_reason_and_caller():
    with Machine("break=unmap") as machine:
        console = machine.finish()
    assert re.search(r"early_iounmap\(0x\w+, 0x1000\) refused: unknown \[caller unmap_slot_twice\+", console)


def test_pitfall_04_05_a_leak_is_named_at_the_end_of_the_job():
    with Machine("break=leak") as machine:
        console = machine.finish()
    assert "early ioremap leak of 1 areas" in console
    assert re.search(rf"slot 0: {LOAD_ADDRESS:#x}, 0x3000 bytes, never unmapped by leak_slot\+", console)
    assert "all 8 slots released" not in console.split("areas:")[1].split("the slots are released")[0]


def test_the_stale_tlb_is_told_step_by_step():
    with Machine("break=stale") as machine:
        console = machine.finish()
    steps = re.findall(r"stale: .*?a load finds 0x(\w+)(?:, (?:AT|a walk): 0x(\w+))?", console)
    b = re.search(r"page B 0x(\w+)", console).group(1)
    cures = {"aarch64": ["TLBI VAAE1IS"], "x86_64": ["INVLPG", "CR3 reload", "CR4.PGE off and on"]}[ARCH]
    assert steps == [("aaaaaaaa", ""), ("aaaaaaaa", b), ("bbbbbbbb", b)] * len(cures)
    for cure in cures:
        assert f"stale: after {cure}" in console


def test_an_unknown_experiment_lists_the_known_ones():
    with Machine("break=everything") as machine:
        console = machine.finish(status=1)
    assert "there is no 'everything'" in console
    for name in [*REPORTS, "stale", "leak", "console", "report"]:
        assert re.search(rf"^  {name} +\w", console, re.M)


def test_early_ioremap_debug_shows_each_loan():
    device, size = {"aarch64": ("0x9030000", "0x1000"), "x86_64": ("0xfed00000", "0x400")}[ARCH]
    with Machine("early_ioremap_debug poweroff") as machine:
        console = machine.finish()
    assert re.search(rf"early_ioremap: slot 0, {device}, {size} bytes at \S+ \[\S+\+0x", console)
    assert re.search(rf"early_iounmap: slot 0, {device}", console)


# What an experiment shows beyond the report of a fault, and the proof of its cure.
SHOWN = {
    "alias": "stored at 0x[0-9a-f]+, read at 0x[0-9a-f]+: 0\n",
    "types": "a page under two memory types at",
    "demand": "8 pages promised, 3 faults, 3 pages allocated",
    "cow": "page 0 has 1, page 1 has 2\nexperiment: 1 fault, 1 copy",
    "level0": {"aarch64": "translation fault at level 0", "x86_64": r"level 0 +init_top_pgt .* invalid"}[ARCH],
    "level1": {"aarch64": "translation fault at level 1", "x86_64": r"level 1 +level3_kernel_pgt .* invalid"}[ARCH],
    "level2": {"aarch64": "translation fault at level 2", "x86_64": r"level 2 +level2_fixmap_pgt .* invalid"}[ARCH],
    "canonical": {"aarch64": "bits 48 to 63 must be equal", "x86_64": "#GP"}[ARCH],
    "accessed": {"aarch64": "access flag fault at level 3(.*\n)+reason +likely: an entry has a reserved bit, .*or no accessed",
                 "x86_64": r"0x80000000002..1[0-9a-f]{2}: the CPU has set its accessed bit"}[ARCH],
    "reserved": {"aarch64": "translation fault at level 3", "x86_64": "an entry has a reserved bit set"}[ARCH],
}
SHOWN |= {"aarch64": {"wxn": "instruction abort on execute: permission fault"},
          "x86_64": {"wp": "the page is read-only, and now holds 0x0"}}[ARCH]
# A TLB may keep global entries, and may drop them: QEMU's does.
SHOWN |= {
    "spaces": {"aarch64": "a load in A finds 0xaaaa, in B 0xaaaa\nwhy:",
               "x86_64": "this CPU has no PCIDs: .*\n(.*\n)*.*in A finds 0xaaaa, in B 0xbbbb\n.*the TLB had dropped"}[ARCH],
    "global": "a load in A finds 0xaaaa, in B (0xaaaa\nwhy|0xbbbb\nexperiment: the TLB had dropped A's entry)",
    "nonglobal": "a load finds (0xaaaaaaaa\nwhy|0xbbbbbbbb\nexperiment: this TLB drops more than it must)",
    "split": "nothing is seen: a load finds 0x2b10c, before and after",
    "barrier": "nothing is seen: the walk has found the new entry",
    "dirty": "mapped: .* not accessed, clean; faults: 0\n.*load: .*, accessed, clean; faults: {0}\n"
             ".*store: .*, accessed, dirty; faults: {1}\n".format(*{"aarch64": (1, 2), "x86_64": (0, 0)}[ARCH]),
}
NO_CURE = {"alias", "demand", "cow", "dirty"}

# The same by CPUs with and without what the experiment is about.
USER_PAGE = r"lower half: not the kernel's .*\n(.*\n)+ +page at 0x[0-9a-f]+ +RW \w+ +user"
SHOWN_ON = {
    "aarch64": {("pan", "max"): f"data abort on read: permission fault at level 3\n(.*\n)+.*{USER_PAGE}",
                ("pan", "cortex-a72"): "this CPU has no PAN; the load finds 0x7053",
                ("dirty", "max"): "store: .* accessed, dirty; faults: 0"},
    "x86_64": {("smap", "max"): f"#PF, page fault on read: the entry does not permit it\n(.*\n)+.*{USER_PAGE}",
               ("smap", "max,-smap"): "this CPU has no SMAP; the load finds 0x7053",
               ("smap", "qemu64"): "this CPU has no SMAP; the load finds 0x7053",
               ("global", "max,-pge"): "this CPU has no global entries",
               ("nonglobal", "max,-pge"): "this CPU has no global entries",
               ("smep", "max"): f"#PF, page fault on execute: the entry does not permit it\n(.*\n)+.*{USER_PAGE}",
               ("smep", "max,-smep"): "this CPU has no SMEP: its kernel runs what a user wrote"}}[ARCH]
SHOWN_ON |= {(experiment, TARGET.cpu): words for experiment, words in SHOWN.items()}


@pytest.mark.parametrize("experiment, cpu", SHOWN_ON)
def test_an_experiment_shows_its_wrong_line_the_reason_and_a_cure_that_works(experiment, cpu):
    with Machine(f"break={experiment}", cpu=cpu, tolerate=FAULT) as machine:
        console = machine.finish()
    assert re.search(SHOWN_ON[experiment, cpu], console), console
    assert re.search(r"^why: .*", console, re.M)
    if experiment not in NO_CURE:
        place = re.search(r"experiment: (experiments/\S+\.c):(\d+):\nexperiment: +(.*);$", console, re.M)
        line = (ROOT / place[1]).read_text(encoding="utf-8").splitlines()[int(place[2]) - 1]
        assert f"WRONG({place[3]})" in line
        assert re.search(r"^cure: .*\ncure: done, and it works$", console, re.M)


ENDS_THE_KERNEL = {"console", "handler", "report"}


def run_all(monitor):
    """Runs each experiment after which the kernel goes on."""
    names = re.findall(r"^  (\w+) ", monitor.ask("break"), re.M)
    assert len(names) > 30
    for name in names:
        if name in ENDS_THE_KERNEL:
            continue
        told = monitor.ask(f"break {name}")
        assert re.search("^why: ", told, re.M) and "did not end as expected" not in told, told
        assert "does NOT work" not in told, told
        if name not in NO_CURE:
            assert told.count("\ncure: done, and it works") == 1, told


def test_experiments_leave_the_machine_as_it_was():
    """All of them in one boot, twice: then no memory is missing, audit finds nothing, and all tests pass."""
    with Machine("", tolerate=[*FAULT, "A fault inside"], cpu="max", extra=["-smp", "2"]) as machine:
        monitor = Monitor(machine)
        run_all(monitor)
        free = monitor.ask("buddy").split(",")[0]
        run_all(monitor)
        assert monitor.ask("buddy").split(",")[0] == free
        assert "audit: 0 found" in monitor.ask("audit")
        machine.seen = ""
        machine.send("selftest\rpoweroff\r")
        check_selftest(machine.finish())
