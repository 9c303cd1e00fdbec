# SPDX-License-Identifier: MIT
# How the machine is started.
MEM        ?= 1G
SMP        ?= 1
ACCEL      ?=
DTB        ?=
SERIAL     ?= -serial mon:stdio
# FB=1: a display. It has a window where somebody can look at it; else QEMU draws it for nobody.
FB         ?=
# Without the card's code for a PC's firmware: it belongs to a package that not every QEMU needs.
comma      := ,
FB_DEVICE  ?= $(if $(BOARD),,-vga none -device bochs-display$(comma)romfile=)
NO_WINDOW   = $(if $(FB),$(if $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s)),,-display none),-display none)
QEMU_EXTRA ?=
ARGS       ?=

QEMU_RUN = $(QEMU) -M $(MACHINE) -cpu $(CPU) -smp $(SMP) -m $(MEM) $(ACCEL) -nic none $(if $(FB),$(FB_DEVICE)) $(NO_WINDOW) $(SERIAL) \
	   -kernel $(B)/bootmap.$(KERNEL) -append "$(ARGS)" $(if $(DTB),-dtb $(DTB)) $(QEMU_EXTRA)

# The machine in this terminal; see tools/run.py for what it does beyond QEMU.
RUN = $(PYTHON) tools/run.py $(B)/bootmap.elf $(QEMU_RUN)

# One instruction is one nanosecond, and the machine skips the time in which it would wait. It
# is always the same day: a date may take longer to print than another.
ICOUNT := -icount shift=0,sleep=off -rtc clock=vm,base=2000-01-01

.PHONY: run demo ready bench-run bench-ram bench-accept debug debug-server debug-attach tour record replay mystery picture explorer docs-update docs

ready: all

run: ready ## boot, and a prompt, in this terminal (Ctrl-a x leaves QEMU)
	$(Q)$(RUN) $(if $(filter bench bench=%,$(ARGS)),$(ICOUNT))

demo: ARGS := demo
demo: ready ## the whole story without input; exit status 0
	$(Q)$(RUN)

# Measured on this machine, barriers counted by a second image, and booted with other amounts of RAM.
BENCH_RAM := 128M 512M 2G 8G 64G
# This machine need not have what the other one shall have: only what is touched is taken.
SPARSE_RAM = -machine memory-backend=ram -object memory-backend-ram,id=ram,size=$(MEM),reserve=off
BENCH_RUN  = $(RUN) $(SPARSE_RAM) $(ICOUNT) </dev/null || true

bench-run: ARGS := bench loglevel=7
bench-run: all
	$(Q)$(BENCH_RUN)
bench-ram: ARGS := bench=boot loglevel=7
bench-ram: all
	$(Q)echo "ram $(MEM)"; $(BENCH_RUN)

bench: ready ## instructions and barriers spent, beside Linux's figures and those of the last accepted run
	$(Q)$(MAKE) --no-print-directory COUNT_BARRIERS=1 all
	$(Q){ for run in bench-run "COUNT_BARRIERS=1 bench-run" $(BENCH_RAM:%="MEM=% bench-ram"); do \
		$(MAKE) --no-print-directory -s $$run; done; } >$(B)/bench.log
	$(Q)$(PYTHON) tools/growth.py $(B)/growth.svg <$(B)/bench.log
	$(Q)$(PYTHON) tools/bench_table.py --figures tests/bench/figures-$(ARCH).txt $(if $(ACCEPT),--accept) \
		--machine "$(MACHINE), $(CPU), $(MEM), $(shell $(CC) --version | head -n 1), $(shell $(QEMU) --version | head -n 1)" \
		$(B)/bootmap.img <$(B)/bench.log
bench-accept: ## store the figures of this run: later ones may be 3 % above them
	$(Q)$(MAKE) --no-print-directory bench ACCEPT=1

debug: all ## QEMU stopped at the first instruction, and GDB, in this terminal
	$(Q)tools/debug.sh $(B)/bootmap.elf $(QEMU_RUN)

tour: ARGS := demo
tour: all ## a guided walk through the boot, stop by stop, in GDB
	$(Q)tools/debug.sh -c $(B)/console -x "bm tour" $(B)/bootmap.elf $(QEMU_RUN)

debug-server: ready ## the same for two terminals: QEMU here …
	$(Q)echo "waiting for 'make debug-attach' in another terminal (Ctrl-a x leaves QEMU)"
	$(Q)rm -f $(B)/gdb.sock
	$(Q)$(PYTHON) tools/run.py --debug $(B)/bootmap.elf $(QEMU_RUN) -S -gdb unix:$(B)/gdb.sock,server=on,wait=off

debug-attach: healthy ## … and GDB there
	$(Q)gdb-multiarch -nx -q -x tools/gdb/bootmap.gdb -ex "target remote $(B)/gdb.sock" $(B)/bootmap.elf

record: ready ## a run that can be replayed: ARGS=demo, or type, and end with poweroff
	$(Q)tools/record.sh $(B)/record $(B)/bootmap.$(KERNEL) $(B)/bootmap.elf $(QEMU_RUN)

replay: healthy ## the recorded run (or RECORDING=file) under GDB, where reverse-step, reverse-continue and bm who go back
	$(Q)tools/record.sh --replay "$(or $(RECORDING),$(B)/record)"

MYSTERY = $(B)/mystery
mystery: ARGS := break=mystery
mystery: $(if $(ANSWER),healthy,ready) ## a recording to solve with bm who: docs/book/mystery.md; ANSWER=function checks who it was
ifdef ANSWER
	$(Q)$(PYTHON) tools/mystery.py --answer "$(ANSWER)" $(MYSTERY)
else
	$(Q)$(PYTHON) tools/mystery.py $(MYSTERY) $(B)/bootmap.$(KERNEL) $(B)/bootmap.elf $(QEMU_RUN)
	$(Q)echo "mystery: 'make replay RECORDING=$(MYSTERY)' shows this run; 'make mystery ANSWER=function' checks your answer"
endif

# told FILE, PATTERN: what the log of a command says about the FILE that it made; all if there is none
told = grep -E "$2" $1.log; test -e $1 || { cat $1.log >&2; echo "$@: $1 was not made; why is above" >&2; exit 1; }

AT      := machine_off
PICTURE  = $(B)/tables-$(AT).svg
picture: ARGS := demo
picture: all ## the page tables as an SVG, at AT=function or AT=stage of boot
	$(Q)rm -f $(PICTURE)
	$(Q)tools/debug.sh -b -c $(B)/console -x "bm picture $(PICTURE) $(AT)" $(B)/bootmap.elf $(QEMU_RUN) \
		>$(PICTURE).log 2>&1 || true
	$(Q)$(call told,$(PICTURE),^(wrote|there is no|the machine))

EXPLORER = $(B)/explorer
explorer: ARGS := demo
explorer: ready ## one HTML page: a slider over every store to a page table of a recorded run
	$(Q)rm -f $(EXPLORER).html
	$(Q)tools/record.sh $(EXPLORER) $(B)/bootmap.$(KERNEL) $(B)/bootmap.elf $(QEMU_RUN) </dev/null \
		>$(EXPLORER).html.log 2>&1 || { cat $(EXPLORER).html.log >&2; exit 1; }
	$(Q)tools/record.sh --replay $(EXPLORER) -b -x "bm explorer $(EXPLORER).html $(EXPLORER)/console" \
		>$(EXPLORER).html.log 2>&1 || true
	$(Q)$(call told,$(EXPLORER).html,^(wrote|the machine|a table))

docs-update: all ## write quotations, figures, pictures and transcripts of README and docs/ anew; look at the difference
	$(Q)$(PYTHON) tools/book.py
	$(Q)$(PYTHON) tools/figures.py
	$(Q)$(PYTHON) tools/transcripts.py
	$(Q)$(PYTHON) tools/screenshot.py

SPHINX = sphinx-build -q -W --keep-going -c docs/site -d build/docs/doctrees
docs: healthy ## the book and all documents as a web site, build/docs/html/index.html, and as one EPUB
	$(Q)$(SPHINX) -b html . build/docs/html
	$(Q)cp docs/site/start.html build/docs/html/index.html
	$(Q)$(SPHINX) -b epub . build/docs/epub
	$(Q)echo "wrote build/docs/html/index.html and build/docs/epub/bootmap.epub"
