# SPDX-License-Identifier: MIT
"""Names for addresses: lib/ksyms.c reads what tools/ksyms.awk made of the symbols that stand here."""
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
START, END, DATA = 0x10000, 0x11000, 0x17000
LONG = "a_name_" + "of_many_words_" * 6 + "end"

SYMBOLS = {0: "T _head", 0x10: "t $x", 0x14: "t gic_probe", 0x20: "t gic_probe_cpu", 0x2c: "t gic",
           0x30: "T other", 0x34: "a no_code", 0x38: "t variant.constprop.0", 0x40: "t first_test",
           0x48: "t second_test", 0x50: f"t {LONG}", 0x58: f"t {LONG}_again", 0x60: "t 9lives",
           0x64: "t 9lives_more", 0x73: "t odd", END - START: "T _etext",
           0x2000: "r test_case_first_test", 0x2008: "r test_case_second_test", 0x2010: "r table",
           0x3000: "D _data", 0x3001: "d first", 0x3011: "b second", 0x23011: "B third",
           0x23012: "d twice.0", 0x23014: "b twice.1"}

PROGRAM = """
#include <bootmap/ksyms.h>
#include <stdio.h>
#include <stdlib.h>
static void say_addresses(const char *name)
{
	for (unsigned long at = 0; (at = ksym_address(name, at));)
		printf("0x%lx ", at);
}

int main(int argc, char **argv)
{
	char text[200];

	for (int i = 1; i < argc; i++)
		if (argv[i][0] == '0' || argv[i][0] == '-')
			puts(ksym_format(text, sizeof(text), strtoul(argv[i], NULL, 0)));
		else
			say_addresses(argv[i]);
	for (unsigned int i = 0; argc == 1 && ksym_name(i); i++)
		puts(ksym_name(i));
}
"""


@pytest.fixture(scope="module", name="ask")
def ask_fixture(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ksyms")
    nm = "".join(f"{START + offset:016x} {symbol}\n" for offset, symbol in SYMBOLS.items())
    table = subprocess.run(["awk", "-f", ROOT / "tools/ksyms.awk"], input=nm, check=True,
                           capture_output=True, text=True).stdout
    (folder / "table.S").write_text(table)
    (folder / "main.c").write_text(PROGRAM)
    subprocess.run([os.environ.get("HOSTCC", "gcc"), "-DDEBUG=1", "-DCONFIG_MMU=1",
                    f"-I{ROOT}/include", f"-I{ROOT}/include/host", "-no-pie",
                    "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
                    f"-Wl,--defsym=_head={START:#x},--defsym=_etext={END:#x},--defsym=_data={DATA:#x}",
                    "-o", folder / "names", folder / "main.c", folder / "table.S",
                    ROOT / "lib/ksyms.c"], check=True)

    def run(*words):
        return subprocess.run([folder / "names", *words], check=True, capture_output=True,
                              text=True).stdout.strip()
    return run


@pytest.fixture(name="name_of")
def name_of_fixture(ask):
    return lambda offset: ask(hex(START + offset))


@pytest.mark.parametrize("offset, name", [
    (0, "_head+0x0"), (0x10, "_head+0x10"), (0x14, "gic_probe+0x0"), (0x20, "gic_probe_cpu+0x0"),
    (0x28, "gic_probe_cpu+0x8"), (0x2c, "gic+0x0"), (0x34, "other+0x4"), (0x38, "variant+0x0"),
    (0x50, LONG[:63] + "+0x0"), (0x5c, LONG[:63] + "+0x4"), (0x60, "9lives+0x0"),
    (0x64, "9lives_more+0x0"), (0x65, "9lives_more+0x1"), (0x73, "odd+0x0"), (0x71, "9lives_more+0xd"), (0xffc, "odd+0xf89")])
def test_names_come_back(name_of, offset, name):
    assert name_of(offset) == name


def test_neighbouring_tests_are_one(name_of):
    assert (name_of(0x40), name_of(0x4c)) == ("a_test+0x0", "a_test+0xc")


@pytest.mark.parametrize("offset", [-4, END - START])
def test_what_is_no_code_has_no_name(name_of, offset):
    assert name_of(offset) == hex(START + offset)


@pytest.mark.parametrize("name, addresses", [
    ("gic_probe_cpu", [START + 0x20]), ("odd", [START + 0x73]), ("table", [START + 0x2010]), ("first", [DATA + 1]),
    ("second", [DATA + 0x11]), ("third", [DATA + 0x20011]), ("twice", [DATA + 0x20012, DATA + 0x20014]),
    ("nothing", []), ("gic_prob", []), ("test_case_first_test", [])])
def test_addresses_come_back(ask, name, addresses):
    """Also those of data, though these moved behind the table since nm saw them."""
    assert ask(name).split() == [hex(address) for address in addresses]


def test_all_names_can_be_listed(ask):
    names = ask().splitlines()
    assert names[0] == "_head" and names[-1] == "twice" and "second" in names and "$x" not in names
