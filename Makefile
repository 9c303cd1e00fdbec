# SPDX-License-Identifier: MIT
# bootmap: the whole build. `make help` lists what you can say.
ARCH          ?= aarch64
Q             := $(if $(V),,@)
export ARCH
# A board that QEMU emulates, described by its own device tree: docs/boards.md.
BOARD         ?=
export BOARD

# macOS has make 3.81, which reads the rules below in another way.
ifneq ($(filter 1.% 2.% 3.%,$(MAKE_VERSION)),)
$(error this is make $(MAKE_VERSION), bootmap needs 4.0 or newer: on macOS, 'brew install make' and then type gmake)
endif

# Make asks the machine for its compiler when it reads the rest of this file, so set-up must be done by then.
# Where `setup` is one of several goals, this make runs set-up alone, and then a second one for the other goals.
ifneq ($(filter setup,$(MAKECMDGOALS)),)
OTHER_GOALS := $(filter-out setup,$(MAKECMDGOALS))
.PHONY: setup after-setup $(OTHER_GOALS)

setup: ## install what is missing for the goals beside it (make setup run), or for all of them; asks nothing
	$(Q)tools/setup.sh $(OTHER_GOALS)
after-setup: setup
	$(Q)$(MAKE) --no-print-directory $(OTHER_GOALS)
$(OTHER_GOALS): after-setup
	@:

else # up to the end of this file

PYTHON        ?= /usr/bin/python3
HOSTCC        ?= gcc
MMU           ?= y
# How the kernel is optimised; OPT=-Og is for who steps through it.
OPT           ?= -Os
# What `make test` runs: files, folders and options of pytest. Labs are graded by `make test-labs`; a board
# has tests of its own, and the trees of all boards are compared by `make test-trees`.
TESTS         ?= $(if $(BOARD),tests/qemu/boards,tests $(addprefix --ignore=tests/test_,labs.py grade_all.py debian_trees.py))
B             := build/$(ARCH)$(if $(DEBUG),-debug)$(if $(COUNT_BARRIERS),-count)$(if $(filter n,$(MMU)),-nommu)
# Debian's package, or what tools/setup_mac.sh unpacked.
PICOLIBC      := $(lastword /usr/lib/picolibc/aarch64-linux-gnu \
		   $(wildcard build/sysroot/picolibc/usr/lib/picolibc/aarch64-linux-gnu))
SYSROOT       := build/sysroot/$(ARCH)/usr
# What draws text on a display: GNU Unifont, of the same two places.
FONT_NAME     := usr/share/consolefonts/Unifont-APL8x16.psf.gz
FONT          := $(lastword /$(FONT_NAME) $(wildcard build/sysroot/font/$(FONT_NAME)))

ifeq ($(wildcard boot/$(ARCH)/arch.mk),)
$(error there is no ARCH=$(ARCH); there are: $(notdir $(patsubst %/arch.mk,%,$(wildcard boot/*/arch.mk))))
endif
ifneq ($(BOARD),)
ifeq ($(wildcard tools/boards/$(ARCH)/$(BOARD).mk),)
$(error there is no BOARD=$(BOARD) of ARCH=$(ARCH); there are: $(notdir $(basename $(wildcard tools/boards/$(ARCH)/*.mk))))
endif
include tools/boards/$(ARCH)/$(BOARD).mk
endif
include boot/$(ARCH)/arch.mk
# The first of the architecture's compilers that is here, or this machine's own if it is of that architecture.
# Where there is none, Debian's: doctor then says that it is missing.
ifeq ($(origin CROSS_COMPILE),undefined)
CROSS_COMPILE := $(shell for prefix in $(PREFIXES); do ! command -v $${prefix}gcc >/dev/null || { echo $$prefix; exit; }; done; \
	           [ "$$(uname -m)" = $(ARCH) ] && command -v gcc >/dev/null || echo $(ARCH)-linux-gnu-)
endif
ifeq ($(MMU),n)
include mm/nommu/nommu.mk
endif

ifeq ($(LLVM),1)
CC   := clang --target=$(ARCH)-linux-gnu
# GDB takes the kernel's constants from the debug information, so macros belong to it.
DEBUG_INFO := -g3 -fdebug-macro
else
CC   := $(CROSS_COMPILE)gcc
DEBUG_INFO := -g3
# Padding before a loop is executed each time that the loop is entered; that before a function is room.
TUNE := -fno-align-loops -fno-align-jumps -fno-align-functions
# -Os still copies a loop's condition to a place before the loop, and takes calls for longer than they are.
SMALL := -fno-tree-ch -fno-inline-small-functions
# Tests run in the order in which they are written.
IN_ORDER := -fno-toplevel-reorder
endif
LD      := $(CROSS_COMPILE)ld
NM      := $(CROSS_COMPILE)nm
OBJCOPY := $(CROSS_COMPILE)objcopy
OBJDUMP := $(CROSS_COMPILE)objdump

# Where the compiler keeps its own headers. GCC up to 12 has limits.h in the second folder, Debian's in the first.
COMPILER_HEADERS := $(filter /%,$(foreach folder,include include-fixed,$(shell $(CC) -print-file-name=$(folder) 2>/dev/null)))
# The libraries' headers come last, so that theirs never shadow the C library's.
CPPFLAGS := -DDEBUG=$(if $(DEBUG),1,0) -DCOUNT_BARRIERS=$(if $(COUNT_BARRIERS),1,0) -DCONFIG_MMU=$(if $(filter n,$(MMU)),0 -Iinclude/nommu,1) -Iinclude -Iinclude/$(ARCH) $(LIBC_INCLUDE) -idirafter $(SYSROOT)/include
CFLAGS   := -std=gnu11 $(OPT) $(DEBUG_INFO) -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror \
	    -nostdinc $(COMPILER_HEADERS:%=-isystem %) \
	    -ffreestanding $(ARCH_CFLAGS) \
	    -fno-pic -fno-stack-protector -fno-strict-aliasing -fno-asynchronous-unwind-tables -fno-unwind-tables \
	    -fno-omit-frame-pointer -momit-leaf-frame-pointer -ffunction-sections $(TUNE)
# What boot and drivers wait for is built for speed, all else for size. Frame records there
# would be a tenth of the cost.
FAST := drivers/base/resource_region drivers/base/resource_tree mm/early_ioremap mm/ioremap mm/lookup mm/page_alloc mm/pgtable \
	mm/slab mm/table mm/vm_area mm/vmalloc
# Reports of what goes wrong there should show every caller.
IN_REPORTS := -fno-optimize-sibling-calls
OWN_FLAGS = $(if $(and $(filter -Os,$(OPT)),$(filter $(FAST),$1)),-O2 -fomit-frame-pointer,$(SMALL)) $(if $(filter tests/%,$1),$(IN_ORDER)) $(if $(filter experiments/%,$1),$(IN_REPORTS))

LDFLAGS  := -static -nostdlib -z noexecstack --no-warn-rwx-segments --gc-sections $(ARCH_LDFLAGS)

# Every folder of the architecture page, and in each the sub-folders of this ARCH and of the FIRMWARE
# that describes its devices. What the host can test as well has no room in the image that is for use.
# Make's wildcard sorts as the user's language does. The image shall be the same everywhere: sort does not ask.
DRIVERS := $(filter-out drivers/of drivers/acpi,$(sort $(wildcard drivers/*)))
KERNEL_TESTS := tests/runners tests/unit tests/unit/hardware tests/bench $(if $(DEBUG)$(filter n,$(MMU)),tests/unit/debug) $(if $(DEBUG),tests/unit/debug/hardware)
SUBFOLDERS := $(addsuffix /,$(ARCH) $(FIRMWARE)) $(if $(filter n,$(MMU)),nommu/)
SOURCES := $(filter-out $(ABSENT),$(foreach d,boot monitor experiments drivers $(DRIVERS) kernel mm lib $(KERNEL_TESTS), \
	     $(sort $(wildcard $(d)/*.[cS])) $(foreach s,$(SUBFOLDERS),$(sort $(wildcard $(d)/$(s)*.[cS])))))
OBJECTS := $(patsubst %,$(B)/%.o,$(basename $(SOURCES)) font)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all print-board print-cflags healthy doctor test bench lint format clean help FORCE

all: $(B)/bootmap.elf $(B)/bootmap.img compile_commands.json ##* build bootmap.elf and bootmap.img
include qemu.mk
export SOURCES CROSS_COMPILE CC PICOLIBC FONT CPPFLAGS COMPILER_HEADERS HOSTCC OBJDUMP PYTHON QEMU MACHINE LLVM
include tests/host/host.mk
include labs/labs.mk

# What is missing is said before anything is built.
healthy:
	$(Q)tools/doctor.sh $(or $(MAKECMDGOALS),all)

# Programs and flags are dependencies, too. Each of these files holds what it SAYS, and is only as new as that.
# The shell's process number is a part of the temporary name: two makes may run in one tree.
%.flags: FORCE | healthy
	@mkdir -p $(@D)
	@new=$@.$$$$; printf '%s\n' "$$SAYS" >$$new; if cmp -s $$new $@; then rm $$new; else mv $$new $@; fi
version = $(shell $1 --version 2>/dev/null | head -n 1)
$(B)/compiler.flags: export SAYS = $(call version,$(CC)) $(CC) $(CPPFLAGS) $(CFLAGS) $(foreach s,$(SOURCES),$(call OWN_FLAGS,$(basename $s)))
$(B)/linker.flags:   export SAYS = $(call version,$(LD)) $(LD) $(LDFLAGS) $(LDLIBS) $(OBJECTS)
build/editor.flags:  export SAYS = $(CC) $(CPPFLAGS) $(CFLAGS) $(SOURCES)

# The shell's PWD, not make's CURDIR: a folder's name may have spaces.
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS) "-ffile-prefix-map=$$PWD=."

$(B)/%.o: %.c Makefile $(B)/compiler.flags
	@mkdir -p $(@D)
	@echo "  CC      $<"
	$(Q)$(COMPILE) $(call OWN_FLAGS,$*) -MMD -MP -c -o $@ $<

$(B)/%.o: %.S Makefile $(B)/compiler.flags
	@mkdir -p $(@D)
	@echo "  AS      $<"
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(B)/linker.ld: linker.ld Makefile $(B)/compiler.flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -E -P -undef -x assembler-with-cpp -MMD -MT $@ -MF $@.d -o $@ $<

# Linked twice: the first image's symbols become the second one's table of names.
LINK = $(LD) $(LDFLAGS) -T $(B)/linker.ld -o $@ $(filter %.o,$^) $(LDLIBS)

$(B)/font.S build/host/font.S: tools/font.awk $(wildcard $(FONT)) | healthy
	@mkdir -p $(@D)
	$(Q)gzip -dc $(FONT) | od -An -v -tu1 | LC_ALL=C awk -f $< >$@

$(B)/ksyms-none.S: tools/ksyms.awk
	@mkdir -p $(@D)
	$(Q)awk -f $< </dev/null >$@
$(B)/ksyms.S: $(B)/bootmap-nosyms.elf tools/ksyms.awk
	$(Q)LC_ALL=C $(NM) -n $< >$(B)/symbols
	$(Q)LC_ALL=C awk -f tools/ksyms.awk $(B)/symbols >$@
$(B)/%.o: $(B)/%.S $(B)/compiler.flags
	$(Q)$(COMPILE) -c -o $@ $<

$(B)/bootmap-nosyms.elf: $(OBJECTS) $(B)/ksyms-none.o $(B)/linker.ld $(B)/linker.flags
	$(Q)$(LINK)
$(B)/bootmap.elf: $(OBJECTS) $(B)/ksyms.o $(B)/linker.ld $(B)/linker.flags
	@echo "  LD      $@"
	$(Q)$(LINK)
$(B)/bootmap.img: $(B)/bootmap.elf
	@echo "  IMG     $@"
	$(Q)$(OBJCOPY) $(IMG_FORMAT) $< $@

compile_commands.json: tools/compile_commands.awk build/editor.flags
	$(Q)printf '%s\n' $(SOURCES) | awk -v compile="$(CC) $(CPPFLAGS) $(CFLAGS)" -f $< >$@

print-cflags: # what the tests compile with
	@echo $(CC) $(CPPFLAGS) $(CFLAGS)
print-board: # what the tests start: machine, CPU, RAM, cores, device tree, more options
	@printf '%s\n' "$(MACHINE)" "$(CPU)" "$(MEM)" "$(SMP)" "$(DTB)" "$(ACCEL)"
doctor: ## say what is missing or too old, for any goal
	$(Q)tools/doctor.sh -v doctor
test: all ## unit tests on this machine, and the machine driven from outside; TESTS= selects
	$(if $(BOARD),,$(Q)$(MAKE) DEBUG=1 all)
	$(if $(BOARD),,$(if $(HAS_NOMMU),$(Q)$(MAKE) MMU=n all))
	$(Q)$(PYTHON) -m pytest -q $(TESTS)
lint: all ## everything that can be said about the sources without running them
	$(Q)OBJECTS="$(OBJECTS)" NM="$(NM)" tools/lint.sh
format: healthy ## bring the C sources into form
	$(Q)git ls-files -co --exclude-standard '*.c' '*.h' ':!*/assembler.h' | xargs clang-format -i
clean: ## remove what was built; keeps build/sysroot
	$(Q)rm -rf $(B) build/host compile_commands.json

help: ## this list
	@echo "make [ARCH=aarch64|x86_64] [CROSS_COMPILE=…] [LLVM=1] [OPT=-Og] [DEBUG=1] [MMU=n] [V=1] [QEMU=…] [CPU=…] [MEM=…] [SMP=…]"
	@echo "     [BOARD=raspi3b] [MACHINE=virt,…] [KERNEL=img|elf] [FB=1] [QEMU_EXTRA=…] [ARGS=\"kernel command line\"] [TESTS=…] TARGET   (* is the default)"
	@awk '/^[a-z-]+:.*##/ { name = text = $$0; sub(/:.*/, "", name); sub(/^[^#]*##/, "", text); \
		star = sub(/^\*/, "", text) ? "*" : " "; printf "  %s %-12s%s\n", star, name, text }' $(MAKEFILE_LIST)
	@echo "When something does not run, or nothing appears: docs/troubleshooting.md"

-include $(OBJECTS:.o=.d) $(B)/linker.ld.d
endif
