# SPDX-License-Identifier: MIT
"""QEMU's 64-bit Arm machines that have a device tree: each boots to the prompt, and there works."""
import re
import subprocess
from functools import cache

import pytest
from machine import ELF, IMAGE, Machine, interrupts_of, ktap
from target import TARGET
from test_monitor import Monitor

# name: (machine, level of entry, what else its QEMU or its test has)
MACHINES = {
    "GICv2": ("virt,gic-version=2", 1, {}),
    "GICv3": ("virt,gic-version=3", 1, {}),
    "newest GIC": ("virt,gic-version=max", 1, {"cpu": "max"}),
    "GICv4": ("virt,gic-version=4,virtualization=on", 2, {"cpu": "max"}),
    "no ITS": ("virt,gic-version=3,its=off", 1, {}),
    "SMMUv3": ("virt,gic-version=3,iommu=smmuv3", 1, {}),
    "MTE": ("virt,mte=on", 1, {"cpu": "max"}),
    "no high memory": ("virt,highmem=off", 1, {}),
    "sparse high memory": ("virt,compact-highmem=off", 1, {"mem": "8G"}),
    "secure": ("virt,secure=on", 1, {}),
    "secure, EL3": ("virt,secure=on", 3, {"kernel": ELF}),
    "virtualization": ("virt,virtualization=on", 2, {}),
    "both": ("virt,secure=on,virtualization=on", 2, {}),
    "both, EL3": ("virt,secure=on,virtualization=on,gic-version=3", 3, {"kernel": ELF}),
    "no ACPI": ("virt,acpi=off,dtb-randomness=off", 1, {}),
    "8 cores": ("virt,gic-version=3", 1, {"extra": ["-smp", "8"]}),
    "64 MiB": ("virt", 1, {"mem": "64M"}),
    "40 GiB": ("virt", 1, {"mem": "40G"}),
    "512 GiB": ("virt,gic-version=3", 1, {"mem": "512G", "cpu": "max"}),
    "Versal": ("xlnx-versal-virt", 2, {"mem": "2G"}),
}
CONSOLES = {"Versal": "ff000000.uart"}


@cache
def is_known(machine):
    """Has this QEMU the machine, and all its properties?"""
    start = subprocess.run([TARGET.qemu, "-M", machine, "-S", "-display", "none", "-monitor", "stdio", "-cpu", "max"],
                           input="quit\n", check=False, capture_output=True, text=True)
    return start.returncode == 0


@pytest.mark.parametrize("name", MACHINES)
def test_pitfall_57_each_machine_reaches_the_prompt(name):
    kind, level, options = MACHINES[name]
    if not is_known(kind):
        pytest.skip(f"this QEMU has no {kind}")
    options = {"kernel": IMAGE, "mem": "1G", "extra": [], **options}
    # This machine need not have the RAM: only what is touched is taken.
    ram = ["-object", f"memory-backend-ram,id=ram,size={options['mem']},reserve=off", "-machine", "memory-backend=ram"]
    with Machine("", machine=kind, **{**options, "extra": options["extra"] + ram}) as machine:
        machine.expect(f"entered at EL{level}")
        monitor = Monitor(machine)
        assert not re.search("left out|failed|by polling", machine.seen)
        devices = monitor.ask("devices")
        assert "(" not in devices, "a device whose driver does not serve it"
        results = ktap(monitor.ask("selftest I*")) | ktap(monitor.ask("selftest *interrupt*"))
        assert len(results) > 10 and "not ok" not in results.values()
        assert "audit: 0 found" in monitor.ask("audit")
        assert interrupts_of(monitor.ask("irqs"), CONSOLES.get(name, "9000000.pl011"))[0] > 0
        machine.send("poweroff\r")
        machine.finish()


def test_the_demonstration_needs_no_gpio():
    """As on Versal: the rest of it is shown."""
    with Machine("demo", machine="xlnx-versal-virt", mem="2G") as machine:
        console = machine.finish()
    assert "pl061: the device tree has none" in console and "System RAM" in console
