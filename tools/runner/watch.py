# SPDX-License-Identifier: MIT
"""Watches the kernel through its memory and the CPU's PC. So a failure is detected even if no console
can print it."""
from pathlib import Path

# What is read of the kernel's memory: include/bootmap/machine_state.h and boot_failure.h.
STATE_SIZE = 4
BOOTS, WORKS, LISTENS, MAY_FAIL, DONE, FAILED, RESTARTS = range(7)
FAILURE_SIZE, FAILURE_VALUE, FAILURE_TEXT = 256, 8, 16

# The limits for a machine without output: CPU time while it computes, looks while it rests.
CPU_SECONDS = 5
RESTING_LOOKS = 20
CLOCK_TICKS = 100  # a second in /proc: proc(5)
PLACES = 8         # of PC are remembered
LOG_LINES = 12     # of the log are shown
LOG_INFO = 6       # include/bootmap/printk.h

HINT = """\
run: docs/troubleshooting.md says what to try; 'make debug' steps from the first instruction on."""


def work_of(pid):
    """(CPU time in seconds, whether all its threads rest) of a process; None if it has ended."""
    try:
        threads = [(task / "stat").read_text().rsplit(")", 1)[1].split()
                   for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return None
    ticks = sum(int(fields[11]) + int(fields[12]) for fields in threads)
    return ticks / CLOCK_TICKS, all(fields[0] == "S" for fields in threads)


def loglevel_of(words):
    """What the console shows, lines of lower levels, as the kernel reads its command line."""
    level = LOG_INFO + 1
    for word in words:
        name, _, value = word.strip('"').partition("=")
        if name == "loglevel" and value.isdigit():
            level = int(value)
    return level


class Watch:
    """Looks at a machine that runs this image."""

    def __init__(self, machine, image):
        self.machine, self.image = machine, image
        self.load = machine.load_address()
        command = machine.command
        self.words = command[command.index("-append") + 1].split() if "-append" in command else []
        self.loglevel = loglevel_of(self.words)
        self.quiet = self.loglevel <= LOG_INFO
        self.listens = self.load is None
        self.rested, self.places = 0, []
        self.restarts = False

    def physical(self, symbol):
        return self.load + self.image.addresses[symbol] - self.image.addresses["_head"]

    def number(self, symbol, size):
        data = self.machine.memory(self.physical(symbol), size) if self.load is not None else None
        return int.from_bytes(data, "little") if data else 0

    def state(self):
        return self.number("machine_state", STATE_SIZE)

    def kernel_listens(self):
        """Does it take what is typed? Once it does, it stays so."""
        if not self.listens:
            self.listens = self.state() not in (BOOTS, WORKS)
        return self.listens

    def look(self):
        """Returns None while all may be well; else (exit status, what to say)."""
        if self.machine.ended:
            return self.paused() if self.machine.pauses else None
        pc = self.machine.program_counter()
        if pc is not None and self.function(pc).split("+")[0] == "boot_stop":
            return self.stopped()
        return None if self.machine.heard else self.silent(pc)

    def function(self, pc):
        """By its link address, or where it was loaded, as long as the MMU is off."""
        if not self.image.contains(pc) and self.load is not None:
            pc += self.image.addresses["_head"] - self.load
        return self.image.function_at(pc)

    def place(self, pc):
        if pc is None:
            return "not to be had"
        function = self.function(pc)
        if not function:
            return f"{pc:#x}, which is no function of the kernel"
        return f"{pc:#x}, {function}" + ("" if self.image.contains(pc) else ", before the MMU is on")

    def paused(self):
        """The machine switched itself off, or reset itself, or its user ended it."""
        state = self.state()
        if self.machine.ended.startswith("host"):
            return 0, ""
        if "reset" not in self.machine.ended:
            if state == DONE or self.load is None:
                return 0, ""
            return 1, "run: the machine was switched off, and the kernel had not finished"
        if state == RESTARTS and "reboot" in self.words:
            return 0, "run: the machine restarts, as the command line requests; this run ends here"
        if state == RESTARTS or self.firmware_resets(state):
            self.restarts = state == RESTARTS
            self.machine.reset()
            self.listens = False
            return None
        return 1, "\n".join([
            "run: the machine reset itself, and the kernel had not requested it. On x86 that is a triple fault:",
            "run: an exception occurred, and then two more, because no handler could be reached.",
            f"run: PC was {self.place(self.machine.program_counter())}", *self.unheard(), HINT])

    def firmware_resets(self, state):
        """A PC's firmware resets the machine once more if memory shows that it has run before."""
        return self.restarts and state == BOOTS and not self.function(self.machine.program_counter() or 0)

    def failure(self):
        """The sentence in boot_failure, and its value; "" if there is none."""
        raw = self.machine.memory(self.physical("boot_failure"), FAILURE_SIZE) if self.load is not None else None
        if not raw or not int.from_bytes(raw[:FAILURE_VALUE], "little"):
            return ""
        value = int.from_bytes(raw[FAILURE_VALUE:FAILURE_TEXT], "little")
        text = raw[FAILURE_TEXT:].split(b"\0")[0].decode(errors="replace")
        return text + (f" (value {value:#x})" if value else "")

    def stopped(self):
        """The kernel has come to its end, and rests there."""
        state, failure = self.state(), self.failure()
        if state == DONE:
            return 0, ""
        if state == MAY_FAIL and failure:
            return 0, f"run: the kernel stopped, as the experiment intends: {failure}"
        if state == FAILED and not failure:
            told = self.unheard() or ["run: see above"]
            return 1, "\n".join(["run: not every requested job ran and passed", *told])
        return 1, "\n".join([f"run: the kernel stopped: {failure or 'it does not record why'}",
                             *self.unheard(), HINT])

    def unheard(self):
        """The end of what the log has and no console has shown."""
        size = 16 * 1024
        end = self.number("log_end", 8) if self.quiet or not self.machine.heard else 0
        ring = self.machine.memory(self.physical("log_buf"), size) if end else None
        if not ring:
            return []
        text = ring[:end] if end <= size else ring[end % size:] + ring[:end % size]
        lines = [line for line in text.decode(errors="replace").splitlines()
                 if not self.machine.heard or line[:1] >= str(self.loglevel)]
        return ["run: what no console showed:", *(f"run:   {line[1:]}" for line in lines[-LOG_LINES:])]

    def silent(self, pc):
        """Nothing was heard yet. Has it been waited for long enough?"""
        work = work_of(self.machine.qemu.pid)
        if work is None or (self.quiet and self.state() != BOOTS):
            return None
        seconds, rests = work
        self.rested = self.rested + 1 if rests else 0
        self.places = [*self.places, self.place(pc)][-PLACES:]
        if seconds < CPU_SECONDS and self.rested < RESTING_LOOKS:
            return None
        how = "rests" if self.rested >= RESTING_LOOKS else "computes"
        told = self.unheard()
        return 1, "\n".join([
            f"run: there was no output, and the CPU {how}. PC was",
            *(f"run:   {place}" for place in dict.fromkeys(self.places)),
            *(told or ["run: the kernel's log is empty, too"]),
            *([f"run: it recorded: {self.failure()}"] if self.failure() else []), HINT])
