# SPDX-License-Identifier: MIT
"""A translation that was removed, as the device sees it: QEMU's trace of the PL061's registers."""
import re

from watched import Watched, chance

PL061, IDENTIFICATION = 0x9030000, range(0xFE0, 0x1000, 4)
REPORTS = ("Unexpected fault", "A fault inside")


def test_an_access_after_iounmap_reaches_no_device():
    """The register is one that nothing else reads more than once."""
    register = chance.choice(IDENTIFICATION)

    def reads():
        return [offset for offset, *_ in machine.events("pl061_read")].count(register)

    with Watched("", trace=["pl061_read"], tolerate=REPORTS) as machine:
        machine.run_to("run_monitor")
        machine.go()
        machine.expect(re.escape("bootmap> "))
        before = reads()
        machine.send(f"ioremap {PL061:#x} 0x1000\r")
        address = int(machine.expect(r"0xffff[0-9a-f]{12}")[0], 16)
        look = f"md {address + register:#x} 4 1\r"
        machine.send(look)
        machine.run_until(lambda: reads() > before, "a load from the mapped register reaches the device")
        machine.go()
        machine.send(f"iounmap {address:#x}\r{look}poweroff\r")
        machine.run_to_end()
        assert reads() == before + 1, "after iounmap(), a load from its address still reaches the device: the TLB has it"
