# SPDX-License-Identifier: MIT
"""What interrupts although interrupts are masked: NMIs and machine checks, as QEMU's monitor sends them."""
from machine import LINK_BASE, LOAD_ADDRESS, Machine, symbols

MACHINE_CHECK = "mce 0 1 0xb200000000000000 0x0 0x0 0x0"  # bank 1: valid, uncorrected, enabled
WITH_ADDRESS = "mce 0 1 0xbe00000000000135 0x5 0x12345678 0x0"


def test_an_nmi_is_reported_and_the_kernel_goes_on():
    with Machine("") as machine:
        machine.expect("bootmap> ")
        for _ in range(2):
            machine.monitor("nmi")
            machine.expect("NMI, non-maskable interrupt, at [a-z_]+.*: it reports no error, the kernel continues")
            machine.expect("run_monitor")
        machine.send("walk start_kernel\r")
        machine.expect("kernel text")
        machine.send("poweroff\r")
        machine.finish()


def test_an_nmi_is_no_answer_to_whoever_waits_for_a_trap():
    """A debugger stops inside an armed trap; what arrives there is not the trap."""
    with Machine("selftest=guard_pages*", extra=["-S"]) as machine:
        machine.gdb_server()
        output = machine.gdb("hbreak read_at\ncontinue\ndelete\nhbreak setjmp\ncontinue\nfinish\n"
                             "delete\nmonitor nmi\nprintf \"sent\\n\"\ndetach")
        assert "sent" in output, output
        machine.expect("NMI, non-maskable interrupt, at")
        machine.expect(r"selftest: 1 of 1 passed")
        machine.finish()


def test_a_machine_check_is_explained_and_ends_the_kernel():
    with Machine("", semihosting=False, tolerate=["Unexpected fault"]) as machine:
        machine.expect("bootmap> ")
        machine.monitor(WITH_ADDRESS)
        machine.expect("Unexpected fault: #MC, machine check")
        machine.expect("machine check: bank 1: uncorrected error, code 0x0135, status 0xbe00000000000135")
        machine.expect("machine check: bank 1: at address 0x12345678")
        machine.expect("Halted")  # not ended: QEMU shall answer the command that made the machine check


def test_a_machine_check_in_the_middle_of_a_line_is_reported():
    """The console was only interrupted: it serves for the report."""
    with Machine("", extra=["-S"], semihosting=False, tolerate=["Unexpected fault"]) as machine:
        machine.gdb_server()
        output = machine.gdb("hbreak free_initmem\ncontinue\ndelete\nhbreak uart_write_char\ncontinue\n"
                             f"delete\nmonitor {MACHINE_CHECK}\nprintf \"sent\\n\"\ndetach")
        assert "sent" in output, output
        machine.expect("machine check: bank 1: uncorrected error")
        machine.expect("Halted")


def test_a_machine_check_on_a_broken_stack_is_reported():
    """The interrupted stack is not used: SP may be anything."""
    spin = symbols()["boot_stop"] - LINK_BASE + LOAD_ADDRESS
    with Machine("", semihosting=False, tolerate=["Unexpected fault"]) as machine:
        machine.expect("bootmap> ")
        machine.gdb_server()
        machine.gdb(f"set $eflags = 2\nset $rsp = 0x1000\nset $pc = {spin + LINK_BASE - LOAD_ADDRESS:#x}\ndetach")
        machine.monitor(MACHINE_CHECK)
        machine.expect("machine check: bank 1: uncorrected error")
        machine.expect("Halted")  # not ended: QEMU shall answer the command that made the machine check
