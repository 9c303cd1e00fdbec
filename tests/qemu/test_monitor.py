# SPDX-License-Identifier: MIT
"""The monitor, as somebody who sits at the console uses it."""
import random
import re

import pytest
from debugger import gdb
from machine import ROOT, Machine, symbols
from target import ARCH

PROMPT = "bootmap> "
UP, LEFT, CTRL_A, CTRL_C, CTRL_U, TAB = "\033[A", "\033[D", "\001", "\003", "\025", "\t"

# What only lists something: the fault report's words may stand in its lines.
REPORTS = ("Unexpected fault", "A fault inside")
DEVICE = {"aarch64": 0x9030000, "x86_64": 0xFED00000}[ARCH]


class Monitor:
    """Somebody who types, and reads until the next prompt."""

    def __init__(self, machine):
        self.machine = machine
        self.expect(re.escape(PROMPT))

    def expect(self, pattern):
        return self.machine.expect(pattern)

    def ask(self, command, end="\r"):
        """Types a command; returns what it prints, without echo and prompt."""
        self.machine.send(command + end)
        # The prompt is drawn anew for each key in the middle of a line: it is the last that counts.
        self.expect(re.escape("\r\n") if end == "\r" else "")
        self.expect(r"(?s)^(.*?)\r" + re.escape(PROMPT) + re.escape("\033[K"))
        return self.machine.qemu.match.group(1).replace("\r", "")


@pytest.fixture(scope="module", name="monitor")
def monitor_fixture():
    with Machine("", tolerate=REPORTS) as machine:
        yield Monitor(machine)


@pytest.fixture(name="own")
def own_fixture():
    """For what leaves the kernel changed."""
    with Machine("", tolerate=REPORTS) as machine:
        yield Monitor(machine)


def commands(monitor):
    """{name: example}"""
    listed = re.findall(r"^  (\w+)((?: \S+)*)  +\S", monitor.ask("help"), re.M)
    return {name: example.strip() for name, example in listed}


EXPECTED = set("""audit bench break buddy date devices dump echo fixmap help iomem ioports ioremap iounmap
irqs led md memblock mw poweroff reboot selftest show slots stale vfree
vmalloc vmallocinfo walk""".split())
if ARCH == "aarch64":
    EXPECTED.add("gpio")


def test_help_names_every_command_with_an_example_that_works(monitor):
    listed = commands(monitor)
    assert EXPECTED == set(listed)
    for name, example in listed.items():
        told = monitor.ask(f"help {name}")
        assert f"usage: {name}" in told and f"example: {name} {example}".strip() in told
        if name not in ("poweroff", "reboot", "bench", "selftest", "help", "echo", "show"):
            printed = monitor.ask(f"{name} {example}")
            assert printed.strip() and "usage:" not in printed and "no command" not in printed


def test_what_makes_no_sense_gets_the_usage(monitor):
    for name in EXPECTED:
        assert f"usage: {name}" in monitor.ask(f"{name} no such thing at all")
        assert f"usage: {name}" in monitor.ask(f"{name} " + "1 " * 12)
    for wrong in ("walk", "walk 0x", "walk 12345678901234567890123", "md 0 3", "md 0 4 0", "md 0 4 5000",
                  "mw 0", "mw 0 0x100 1", "ioremap 0x1000", "ioremap 0 0x1000 soft", "iounmap",
                  "help me", "dump 1 2 3", "break null stack", "iounmap cafe"):
        assert "usage: " + wrong.split()[0] in monitor.ask(wrong), wrong
    assert "there is no command 'frobnicate'" in monitor.ask("frobnicate 1")
    assert monitor.ask("   ") == ""


@pytest.mark.parametrize("line, told", [
    ("walk", "walk: VA is missing"), ("mw 0", "mw: VALUE is missing"), ("ioremap 0x1000", "ioremap: SIZE is missing"),
    ("walk 0 more", "walk: 'more' is one argument too many"), ("audit it", "audit: 'it' is one argument too many"),
    ("md 0 3", "'3' is not a valid width: 1, 2, 4 or 8 bytes"), ("md 0 4 0", "'0' is not a valid count: 1 or more"),
    ("md 0 4 x", "'x' is not a number"), ("ioremap 0 0x1000 soft", "'soft' is not a valid memory type: see help types"),
    ("walk somebody", "'somebody' is not a number (hexadecimal with 0x), nor a symbol"),
    ("walk ffff800040000000", "a hexadecimal number begins with 0x: 0xffff800040000000"),
    ("mw 0 beef", "a hexadecimal number begins with 0x: 0xbeef"),
    ("walk start_kernel+4x", "'start_kernel+4x' is not a number"), ("dump 0xffffffff80000000 0xffff900000000000",
                                                                "'0xffff900000000000' is not a valid END"),
    ("help me", "'me' is not a valid command"), ("walk 1 2 3 4 5 6 7 8 9", "walk: more words than any command takes")])
def test_a_wrong_argument_is_named(monitor, line, told):
    answer = monitor.ask(line)
    assert told in answer
    assert "usage: " + line.split()[0] in answer


def test_a_long_decimal_number_might_be_meant_otherwise(monitor):
    told = monitor.ask("walk 40000000")
    assert "'40000000' is decimal, 0x2625a00; hexadecimal it would be 0x40000000" in told
    assert "address  0x0000000002625a00" in told
    assert "is decimal" not in monitor.ask("walk 4096")


def test_symbols_are_addresses(monitor):
    names = symbols()
    for word, va in (("bm_pte", names["bm_pte"]), ("start_kernel+4", names["start_kernel"] + 4),
                     ("boot_stack-0x10", names["boot_stack"] - 16), ("init_top_pgt", names["init_top_pgt"]),
                     ("boot_failure+0x8", names["boot_failure"] + 8), ("log_end", names["log_end"])):
        assert f"0x{va:016x}" in monitor.ask(f"walk {word}"), word
    assert f"0x{names['start_kernel'] + 4:016x}:" in monitor.ask("md start_kernel+4")
    told = monitor.ask("walk device")
    assert "there are several 'device'" in told and told.count("0xffffffff8") >= 2


@pytest.mark.parametrize("typed, shown", [
    ("walk run_exp", "walk run_experiment "), ("md early_iorem", "md early_ioremap"), ("dump bm_", "dump bm_pte "),
    ("bench acc", "bench accessors "), ("selftest page_", "selftest page_"), ("help rea", "help reasons ")])
def test_tab_completes(monitor, typed, shown):
    monitor.machine.send(typed + TAB)
    monitor.expect(re.escape(shown))
    monitor.machine.send(CTRL_C)
    monitor.expect(r"\^C\r\n\r" + PROMPT)


def test_too_many_candidates_are_counted(monitor):
    monitor.machine.send("walk " + TAB)
    count = int(monitor.expect(r"(\d+) begin with this: type more").group(1))
    assert count > 500
    monitor.machine.send(CTRL_C)
    monitor.expect(r"\^C\r\n\r" + PROMPT)


def test_a_line_that_is_too_long_is_not_run(monitor):
    long = "walk start_kernel " + "x" * 80
    told = monitor.ask(long)
    assert monitor.machine.seen.endswith(PROMPT + "\033[K") and "xxx\a\a\a" in monitor.machine.seen
    assert "The line was too long, and was not run." in told
    assert "level 0" not in told and "argument too many" not in told
    monitor.machine.send(UP + CTRL_U)
    assert "found" in monitor.ask("audit")


def test_words_are_explained(monitor):
    reasons = monitor.ask("help reasons")
    source = "".join((ROOT / "mm" / name).read_text() for name in ("ioremap.c", "early_ioremap.c"))
    for word in set(re.findall(r'(?:return|:|\?|, |=) "([a-z0-9]+(?:-[a-z]+)?)"[;\s,:)]', source)) - {
            "ioremap", "memremap", "nobody"}:
        assert re.search(rf"^  {word} ", reasons, re.M), word
    types = monitor.ask("help types")
    words = {"aarch64": {"device": "device nGnRE", "np": "device nGnRnE", "nc": "normal non-cacheable",
                         "wc": "normal non-cacheable", "wt": "not on this architecture"},
             "x86_64": {"device": "uncached UC-", "np": "not on this architecture", "wt": "write-through"}}[ARCH]
    for word, means in words.items():
        assert re.search(rf"^  {word} .*{means}", types, re.M), word


def test_the_line_can_be_edited(monitor):
    monitor.machine.send("udit" + CTRL_A + "a")
    assert "found" in monitor.ask("")
    monitor.machine.send("nonsense" + CTRL_U + "aud" + TAB)
    assert "found" in monitor.ask("")
    monitor.machine.send(UP + UP)
    assert "found" in monitor.ask("")
    monitor.machine.send("break st" + TAB + TAB)
    monitor.expect("stack  stale")
    monitor.machine.send(CTRL_C)
    monitor.expect(r"\^C")
    assert "4096" not in monitor.ask("audit")


def test_nothing_that_is_typed_ahead_is_lost(monitor):
    monitor.machine.send("".join(f"walk {number}\r" for number in range(100)))
    for number in range(100):
        monitor.expect(f"0x{number:016x}: ")
    monitor.machine.send("\003")
    monitor.expect(r"\^C\r\n\r" + PROMPT)
    monitor.machine.send("echo\r12345\r\004")
    monitor.expect("(?s)echo: 6 characters, sum.*" + PROMPT)


def walked(monitor, va):
    """Where the monitor's walk ends: (physical page or None, what AT says or None)."""
    text = monitor.ask(f"walk {va:#x}")
    last = re.findall(r"level (\d) ", text)[-1:] or [""]
    leaf = re.search(r"(page|block) at 0x(\w+)", text)
    size = {"1": 1 << 30, "2": 1 << 21, "3": 1 << 12}.get(last[0])
    phys = int(leaf.group(2), 16) + va % size if leaf else None
    asked = re.search(r"AT S1E1R: page 0x(\w+)", text)
    return phys, int(asked.group(1), 16) if asked else None


def some_addresses(count):
    """In and around what is mapped, and anywhere."""
    chance = random.Random(5)
    bases = [0xFFFF800000000000, 0xFFFFC00000000000, 0xFFFFFFFF80000000, 0xFFFFFFFFFF200000,
             0xFFFFFFFFFF5FE000, 0, 1 << 47, symbols()["boot_stack"], symbols()["boot_tables"]]
    if ARCH == "aarch64":
        bases += [0xFFFF800040000000, 0xFFFFFFFFFEE00000]
    return [(chance.choice(bases) + chance.randrange(2 ** chance.randrange(1, 34))) % 2 ** 64
            for _ in range(count)]


def test_four_witnesses_agree_on_a_thousand_addresses(monitor):
    """The monitor's walk, the CPU's AT instruction (on AArch64), QEMU's own walk, and GDB's."""
    found = {}
    for va in some_addresses(1000):
        found[va], at = walked(monitor, va)
        if ARCH == "aarch64":
            assert at == (found[va] & ~0xFFF if found[va] is not None else None), hex(va)
        answer = monitor.machine.monitor(f"gva2gpa {va:#x}").strip().removeprefix("gpa: ")
        assert (None if answer == "Unmapped" else int(answer, 16)) == found[va], hex(va)
    assert 100 < sum(phys is not None for phys in found.values()) < 900
    monitor.machine.gdb_server()
    said = gdb(*(f"bm walk {va:#x}" for va in found), target=monitor.machine.gdb_path)
    walks = re.split(r"^(?=0x\w{16}: )", said, flags=re.M)[1:]
    assert len(walks) == len(found)
    for (va, phys), walk in zip(found.items(), walks):
        ends = re.search(r"^  physical 0x(\w+)", walk, re.M)
        assert (int(ends.group(1), 16) if ends else None) == phys, walk


UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


def ranges_of(text):
    """(start, end) of all that dump shows, also where one line stands for many."""
    ranges = []
    for start, size, unit, more, step in re.findall(
            r"^0x(\w{16}) +(\d+)(\w) in .*(?:\n +… and (\d+) more like it, each 0x(\w+) further on)?", text, re.M):
        for number in range(int(more or 0) + 1):
            first = int(start, 16) + number * int(step or "0", 16)
            ranges.append((first, first + int(size) * UNITS[unit]))
    return ranges


def test_dump_shows_all_that_is_mapped_and_nothing_else(monitor):
    text = monitor.ask("dump")
    ranges = ranges_of(text)
    assert len(ranges) > 5 and ranges == sorted(ranges)
    for (_, end), (start, _) in zip(ranges, ranges[1:]):
        assert end <= start
    for va in some_addresses(300):
        phys, _ = walked(monitor, va)
        assert (phys is not None) == any(start <= va < end for start, end in ranges), hex(va)
    for title in ("linear map", "vmalloc area", "kernel image"):
        assert re.search(rf"^---\[ .*{title}.* \]---$", text, re.M)
    assert re.search(r"RO X .*kernel text$", text, re.M)
    owner = {"aarch64": "9030000.pl061", "x86_64": "hpet"}[ARCH]
    assert re.search(rf"RW NX .*{owner}$", text, re.M), text
    if ARCH == "aarch64":
        assert re.search(r"a000000\.virtio_mmio\n +… and 31 more like it, each 0x", text)
    assert re.search(r"RW NX .*boot stack$", text, re.M)
    assert monitor.ask(f"dump {symbols()['boot_stack_guard']:#x} {symbols()['boot_stack']:#x}") \
        .strip() == "nothing is mapped there"


# The first bit from which all bits of an address must be equal.
FIRST_EQUAL_BIT = {"aarch64": 48, "x86_64": 47}[ARCH]


@pytest.mark.parametrize("va, half", [
    (1 << FIRST_EQUAL_BIT, None), ((1 << FIRST_EQUAL_BIT) - 1, "lower half: "),
    (0x0100000000000000, None), (-1 << 56, None), ((-1 << FIRST_EQUAL_BIT) - 1, None),
    (-1 << FIRST_EQUAL_BIT, "linear map" if ARCH == "x86_64" else "kernel half"), (0x8000000000000000, None)])
def test_what_is_no_address_is_told_so(monitor, va, half):
    """And by the walk in the same way."""
    told = monitor.ask(f"walk {va % 2 ** 64:#x}")
    rule = f"not a valid address: bits {FIRST_EQUAL_BIT} to 63 must be equal"
    assert (rule in told) == (half is None) == ("between the two halves" in told), told
    assert not half or half in told


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_memory_is_read_and_written_in_any_width(monitor, width):
    va = symbols()["boot_stack"]  # its far end, which nobody reaches
    phys, _ = walked(monitor, va)
    value = int.from_bytes(bytes(range(0x81, 0x81 + width)), "little")
    assert monitor.ask(f"mw {va + width:#x} {value:#x} {width}").strip() == ""
    assert int.from_bytes(monitor.machine.memory(phys + width, width), "little") == value
    shown = monitor.ask(f"md {va:#x} {width} 3").split(":")[1].split()
    assert len(shown) == 3 and shown[1] == f"{value:0{2 * width}x}"


def test_text_is_shown_as_it_is_in_the_file(monitor):
    shown = monitor.ask("md start_kernel 1 64")
    rows = re.findall(r"^0x\w{16}:((?: \w\w){16})$", shown, re.M)
    assert len(rows) == 4
    phys, _ = walked(monitor, symbols()["start_kernel"])
    assert bytes.fromhex("".join(rows).replace(" ", "")) == monitor.machine.memory(phys, 64)


@pytest.mark.parametrize("access", ["md 0x10", "md 0x8000000000000000 8", "mw 0 1", "mw start_kernel 0",
                                    "mw 0xffffffffff5ff000 0"])
def test_an_access_that_fails_is_reported_and_the_prompt_comes_back(monitor, access):
    text = monitor.ask(access)
    assert ("a write of" if access[1] == "w" else "a read of") in text
    assert "address  0x" in text and ("level 0" in text or "no table" in text)


def test_device_registers_are_mapped_and_unmapped(own):
    made = re.search(r"monitor +0x(\w+) +1K 0x(\w+) +RW NX", own.ask(f"ioremap {DEVICE + 8:#x} 4"))
    va = int(made.group(1), 16)
    assert int(made.group(2), 16) == DEVICE and va % 4096 == 8
    assert "ioremap_command" in own.ask("vmallocinfo")
    assert "fails" not in own.ask(f"md {va:#x} 4 1")
    assert own.ask(f"iounmap {va:#x}").strip() == ""
    assert "a read of 4 bytes fails" in own.ask(f"md {va:#x} 4 1")
    assert "refused" in own.ask(f"iounmap {va:#x}")
    assert "refused: ram" in own.ask(f"ioremap {0x40000000 if ARCH == 'aarch64' else 0x100000:#x} 0x1000")
    assert "refused: size0" in own.ask("ioremap 0xfee00000 0")


@pytest.mark.skipif(ARCH != "aarch64", reason="a PC has no GPIO lines")
def test_a_gpio_line_can_be_driven(own):
    assert "usage: gpio" in own.ask("gpio 0 up")
    data = int(re.search(r"monitor +0x(\w+) ", own.ask("ioremap 0x9030000 0x1000")).group(1), 16) + 4
    for level, word in (("1", "high"), ("0", "low")):
        assert re.search(rf"gpio +0 .* out +{word}", own.ask(f"gpio 0 {level}"))
        shown = own.ask(f"md {data:#x} 4 1").split()[-1]
        assert int(shown, 16) == int(level)
    assert re.search(r"gpio +0 .* in ", own.ask("gpio 0 in"))
    assert "gpio-keys uses it" in own.ask("gpio 3 out")
    assert "there is no GPIO line 99" in own.ask("gpio 99")


def test_what_is_broken_on_purpose_is_reported_and_survived(own):
    own.machine.send("break " + TAB)
    names = own.ask(CTRL_C, end="") and [line.split()[0] for line in own.ask("break").splitlines() if line]
    assert len(names) >= 30
    for name in names:
        if name in ("console", "handler", "report"):
            continue
        told = own.ask(f"break {name}")
        assert f"experiment: {name}" in told
        if name in ("null", "text", "data", "stack", "guard", "slot", "fixmap", "bug", "undefined", "init"):
            assert "Unexpected fault" in told and "reason   likely" in told and "backtrace:" in told
            assert "a kernel would stop here" in told
        if name == "leak":
            assert "never unmapped by leak_slot" in told and "the slots are released" in told
    assert "used by" not in re.sub("last used by", "", own.ask("slots"))
    assert "audit: 0 found" in own.ask("audit")
    assert own.ask("vmallocinfo").count("area_address") == 1
    assert "leak" not in own.ask("break unmap")
    assert "there is no 'nonsense'" in own.ask("break nonsense")


@pytest.mark.skipif(ARCH != "x86_64", reason="AArch64's: test_led.py, test_drivers.py")
def test_an_led_is_switched(own):
    assert own.ask("led").split() == ["led", "scroll-lock:", "off", "led", "num-lock:", "off",
                                      "led", "caps-lock:", "off"]
    own.machine.send("led ca" + TAB)
    assert own.ask("on") == "led caps-lock: on\n"
    assert "led caps-lock: on" in own.ask("led") and "led num-lock: off" in own.ask("led")
    assert own.ask("led caps-lock off") == "led caps-lock: off\n"
    assert "there is no LED 'sun'" in own.ask("led sun on") and "usage: led" in own.ask("led num-lock dim")


@pytest.mark.parametrize("name", ["handler", "report", "console"])
def test_what_nobody_survives_ends_the_machine(name):
    with Machine("", tolerate=REPORTS) as machine:
        Monitor(machine)
        machine.send(f"break {name}\r")
        console = machine.finish(status=1)
    if name == "handler":
        assert re.search(r"backtrace:\n  store.*\n  store_to_null(?s:.*)fault_in_handler", console)


def test_the_image_tests_itself_and_the_tables_are_sound_afterwards(own):
    own.machine.send("selftest\r")
    passed, planned = own.expect(r"# selftest: (\d+) of (\d+) passed").groups()
    assert passed == planned and int(passed) > 20
    own.expect(PROMPT)
    assert "audit: 0 found" in own.ask("audit")
    assert "1..0" in own.ask("selftest no_such_test")


def test_costs_are_measured():
    """By a processor that counts instructions: QEMU's does under -icount."""
    with Machine("", extra=["-icount", "shift=0"]) as machine:
        counting = Monitor(machine)
        assert "no group fits nonsense" in counting.ask("bench nonsense")
        assert re.search(r"^bench readl_relaxed \d+ 1 1 1$", counting.ask("bench accessors"), re.M)


WIDE = {"walk start_kernel", "walk 0", "walk 0xffffffffff200000", "walk 0x8000000000000000", "md 0x10",
        *[f"break {name}" for name in ("null guard slot text stack bug stale types cow demand accessed reserved level1"
                                       " leak late canonical init data fixmap").split()],
        "help break", "help walk", "help ioremap", "mw 0 1", "selftest E*"}


@pytest.mark.parametrize("memory", ["512M", "3G", "8G"])
def test_nothing_is_wider_than_a_terminal(memory):
    """80 columns: where a terminal breaks a line, it breaks it inside a word. The console breaks sentences
    between words, so those may be longer; rows of tables must fit."""
    with Machine("demo", mem=memory) as machine:
        lines = machine.finish().splitlines()
    with Machine("", mem=memory, tolerate=REPORTS) as machine:
        monitor = Monitor(machine)
        lines += machine.seen.replace("\r", "").splitlines()
        quiet = EXPECTED - {"poweroff", "reboot", "bench", "selftest", "echo", "iounmap", "md", "mw"}
        for command in sorted(quiet | WIDE):
            lines += monitor.ask(command).splitlines()
    assert len(lines) > 300
    assert [line for line in lines if len(line) > 80 and not line.startswith(("address  ", "audit: "))] == []


def assert_free_blocks_add_up(text):
    """The blocks of all orders together are what the first line says is free."""
    pages, spare = map(int, re.search(r"buddy: (\d+) pages free, (\d+) of them spare", text).groups())
    blocks = re.findall(r"buddy: order +(\d+), +(\d+) KiB each: (\d+) free", text)
    assert all(int(size) == 4 << int(order) for order, size, _ in blocks)
    assert sum(int(count) << int(order) for order, _, count in blocks) + spare == pages > 0


def test_free_initmem_frees_all_the_code_and_tables_of_boot():
    with Machine() as machine:
        console = machine.finish()
    names = symbols()
    size = names["_einittext"] - names["_head"] + names["boot_tables_kept"] - names["idmap_l1"]
    assert int(re.search(r"free_initmem: (\d+) KiB", console)[1]) == size // 1024 > 0


def test_lists_name_what_is_there(own):
    assert "System RAM" in own.ask("iomem")
    assert re.search(r"memblock: memory +0x", own.ask("memblock"))
    assert_free_blocks_add_up(own.ask("buddy"))
    assert own.ask("devices") and own.ask("ioports")
    if ARCH == "aarch64":
        assert re.search(r"9000000\.pl011 +pl011", own.ask("devices"))
        assert re.search(r"a000000\.virtio_mmio +virtio-mmio *\n +… and 31 more like it\n", own.ask("devices"))
        areas = own.ask("vmallocinfo")
        assert re.search(r"ioremap 0x9000000 +9000000\.pl011 \(pl011\)$", areas, re.M)
        assert re.search(r"ioremap 0xa000000 +a000000\.virtio_mmio \(virtio-mmio\)\n +… and 31 more", areas)
        assert "remap+" not in areas
        assert "9000000.pl011" in own.ask("irqs")
        assert re.search(r"^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", own.ask("date"), re.M)
    else:
        assert re.search(r"serial8250 +serial8250 $", own.ask("devices"), re.M)
        assert re.search(r"serial8250 +serial8250 \(not there\)$", own.ask("devices"), re.M)
        assert "FIX_APIC_BASE" in own.ask("fixmap") and "IO-APIC" in own.ask("irqs")
        assert re.search(r"^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC", own.ask("date"), re.M)
        assert re.search(r"ioremap 0xfed00000 +hpet \(hpet\)$", own.ask("vmallocinfo"), re.M)
        assert "0070-0077 : rtc0" in own.ask("ioports")
    assert "FIX_EARLYCON_MEM_BASE" in own.ask("fixmap")
    assert "a load finds 0xaaaaaaaa" in own.ask("stale")


@pytest.mark.skipif(ARCH != "aarch64", reason="no device of x86 logs from an interrupt")
def test_a_log_line_leaves_the_line_that_is_being_written(own):
    own.machine.send("help wa")
    own.expect("help wa")
    own.machine.press_power_button()
    own.expect(r"\r\033\[K.*pressed")


MACHINES = {"aarch64": ["virt", "virt,gic-version=3", "virt,virtualization=on"],
            "x86_64": ["q35", "pc", "microvm"]}[ARCH]


@pytest.mark.parametrize("kind", MACHINES)
def test_the_power_goes_when_asked(kind):
    with Machine("", machine=kind) as machine:
        Monitor(machine)
        machine.send("poweroff\r")
        machine.finish(status=0)


def test_the_machine_restarts_when_asked():
    machine = Machine("")
    machine.command.remove("-no-reboot")
    with machine:
        Monitor(machine)
        machine.send("reboot\r")
        machine.expect("bootmap: entered")
        machine.expect(PROMPT)
