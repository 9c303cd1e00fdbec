# SPDX-License-Identifier: MIT
"""What a grade says about an error: the texts of compilers and tests, in words for a student."""
import grade_words
import pytest

COMPILER = """In file included from tests/host/fixmap_test.c:3:
In function ‘fix_to_virt’,
    inlined from ‘F1_test’ at tests/host/fixmap_test.c:20:2:
include/bootmap/fixmap.h:86:2: error: call to ‘no_slot’ declared with attribute error
mm/a.c:3:1: error: unused variable ‘a’ [-Werror=unused-variable]
mm/a.c:3:1: error: unused variable ‘a’ [-Werror=unused-variable]
cc1: all warnings being treated as errors
make: *** [tests/host/host.mk:90: build/host/mm/a.o] Error 1
"""


def test_each_error_is_told_once_with_the_call_that_led_to_it():
    assert grade_words.build_trouble(COMPILER) == [
        "include/bootmap/fixmap.h:86:2: error: call to ‘no_slot’ declared with attribute error",
        "    called by ‘F1_test’ at tests/host/fixmap_test.c:20",
        "mm/a.c:3:1: error: unused variable ‘a’ [-Werror=unused-variable]"]


@pytest.mark.parametrize("output, words", [
    ("ld: mm/a.o: undefined reference to `f'\nmake: *** [x] Error 1\n", "ld: mm/a.o: undefined reference to `f'"),
    ("boot/a.S:7: Error: unknown mnemonic `movv'\n", "boot/a.S:7: Error: unknown mnemonic `movv'"),
    ("make: *** No rule to make target 'x'.  Error 2\n", "make: *** No rule to make target 'x'.  Error 2"),
    ("the last words\n", "the last words"),
])
def test_other_errors_of_a_build(output, words):
    assert grade_words.build_trouble(output) == [words]


WARNING = 'expected warning {} with "unknown"; {} so far, the last: {}'


@pytest.mark.parametrize("complaint, words", [
    ("0x0 is true: 0x1 does not hold", "this must be true, and is false"),
    ("0x3 == 0x4 does not hold", "0x3 == 0x4 does not hold"),
    (WARNING.format(2, 1, "refused: size0"), 'a warning with "unknown" must come, and none came'),
    (WARNING.format(1, 1, "refused: size0"), 'a warning with "unknown" must come; what came: refused: size0'),
    (WARNING.format(1, 2, "b"), 'a warning with "unknown" must come; what came is one too many: b'),
    ("0xffff too-big 0x0 does not hold",
     'this must be refused with "too-big", and the slots stay as they were; the pointer is 0xffff'),
])
def test_a_complaint_is_a_sentence(complaint, words):
    assert grade_words.in_words(complaint) == words


def test_what_the_console_broke_is_whole(tmp_path):
    output = '# line 7: expected warning 1 with "a"; 1 so far, the last: \n    f(0x1, \n    0x2) refused: b\n'
    assert grade_words.unit_trouble(tmp_path, "T", output) == [
        'T: line 7: a warning with "a" must come; what came: f(0x1, 0x2) refused: b']


def test_each_rule_is_told_once(tmp_path):
    output = "# MMU: no isb, at 0x1: 0x2\n# MMU: no isb, at 0x9: 0x2\n# line 3: 0x1 == 0x2 does not hold\n" \
        "# selftest: 0 of 1 passed\n"
    assert grade_words.unit_trouble(tmp_path, "T", output) == [
        "T: line 3: 0x1 == 0x2 does not hold", "# MMU: no isb, at 0x1: 0x2"]


def test_a_crash_is_told_with_its_place(tmp_path):
    output = """=1=ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1
WRITE of size 1 at 0x1 thread T0
    #0 0x7f in memcpy ../../src/libsanitizer/asan/interceptors.inc:827
    #1 0x7f in copy mm/early_ioremap.c:253
    #2 0x7f in a_test tests/host/early_ioremap_test.c:152

    #0 0x7f in malloc ../../src/libsanitizer/asan/malloc.cpp:69
    #1 0x7f in elsewhere mm/other.c:1
"""
    assert grade_words.unit_trouble(tmp_path, "T", output) == [
        "T: it did not come to its end", "=1=ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1",
        "    in copy(), mm/early_ioremap.c:253", "    in a_test(), tests/host/early_ioremap_test.c:152"]
