# SPDX-License-Identifier: MIT
"""The devices of drivers/base/platform.c."""
from dataclasses import dataclass

from . import kernel
from .elf import enumerators

# The monitor's words, in `devices`, for a device that its driver does not drive.
STATES = {"DEVICE_WAITING": "(waiting)", "DEVICE_FAILED": "(failed)", "DEVICE_ABSENT": "(not there)"}


@dataclass(frozen=True)
class Device:
    """A device; `driver` is None if there is none for its kind."""
    name: str
    driver: str | None
    state: str


def devices():
    """In the order in which they became known."""
    link = kernel.variable("devices", "platform.c")["tqh_first"]
    found = []
    while int(link):
        device = kernel.follow(link)
        found.append(_device(device["dev"]))
        link = device["link"]["tqe_next"]
    return found


def _device(dev):
    if not int(dev["driver"]):
        return Device(kernel.string(dev["name"]), None, "")
    state = next(name for name, value in enumerators("device_state").items() if value == int(dev["state"]))
    return Device(kernel.string(dev["name"]), kernel.string(kernel.follow(dev["driver"])["name"]),
                  STATES.get(state, ""))
