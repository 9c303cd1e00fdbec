# SPDX-License-Identifier: MIT
# bootmap: the whole build. `make help` lists what you can say.
ARCH          ?= aarch64
PYTHON        ?= /usr/bin/python3
HOSTCC        ?= gcc
Q             := $(if $(V),,@)
MMU           ?= y
B             := build/$(ARCH)$(if $(DEBUG),-debug)$(if $(COUNT_BARRIERS),-count)$(if $(filter n,$(MMU)),-nommu)
PICOLIBC      := /usr/lib/picolibc/aarch64-linux-gnu
SYSROOT       := build/sysroot/$(ARCH)/usr

ifeq ($(wildcard boot/$(ARCH)/arch.mk),)
$(error there is no ARCH=$(ARCH); there are: $(notdir $(patsubst %/arch.mk,%,$(wildcard boot/*/arch.mk))))
endif
include boot/$(ARCH)/arch.mk
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
# Tests run in the order in which they are written.
IN_ORDER := -fno-toplevel-reorder
endif
LD      := $(CROSS_COMPILE)ld
NM      := $(CROSS_COMPILE)nm
OBJCOPY := $(CROSS_COMPILE)objcopy
OBJDUMP := $(CROSS_COMPILE)objdump

# The libraries' headers come last, so that theirs never shadow the C library's.
CPPFLAGS := -DDEBUG=$(if $(DEBUG),1,0) -DCOUNT_BARRIERS=$(if $(COUNT_BARRIERS),1,0) -DCONFIG_MMU=$(if $(filter n,$(MMU)),0 -Iinclude/nommu,1) -Iinclude -Iinclude/$(ARCH) $(LIBC_INCLUDE) -idirafter $(SYSROOT)/include
CFLAGS   := -std=gnu11 -Os $(DEBUG_INFO) -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Werror \
	    -nostdinc -isystem $(shell $(CC) -print-file-name=include) \
	    -ffreestanding $(ARCH_CFLAGS) \
	    -fno-pic -fno-stack-protector -fno-strict-aliasing -fno-asynchronous-unwind-tables -fno-unwind-tables \
	    -fno-omit-frame-pointer -momit-leaf-frame-pointer -ffunction-sections $(TUNE)
# What boot and drivers wait for is built for speed, all else for size. Frame records there
# would be a tenth of the cost.
FAST := kernel/resource_region kernel/resource_tree mm/early_ioremap mm/ioremap mm/page_alloc mm/paging_init mm/pgtable \
	mm/slab mm/vm_area mm/vmalloc
# Reports of what goes wrong there should show every caller.
CFLAGS_experiments := -fno-optimize-sibling-calls
OWN_FLAGS = $(if $(filter $(FAST),$1),-O2 -fomit-frame-pointer) $(if $(filter tests/%,$1),$(IN_ORDER)) $(CFLAGS_$(notdir $1))

LDFLAGS  := -static -nostdlib -z noexecstack --no-warn-rwx-segments --gc-sections $(ARCH_LDFLAGS)

# Every folder of the architecture page, and in each the sub-folders of this ARCH and of the FIRMWARE
# that describes its devices. What the host can test as well has no room in the image that is for use.
DRIVERS := $(filter-out drivers/of drivers/acpi,$(wildcard drivers/*))
TESTS := tests/runners tests/unit tests/unit/hardware tests/bench $(if $(DEBUG)$(filter n,$(MMU)),tests/unit/debug)
SOURCES := $(filter-out $(ABSENT),$(foreach d,boot monitor experiments drivers $(DRIVERS) kernel mm lib $(TESTS), \
	     $(wildcard $(d)/*.[cS] $(d)/$(ARCH)/*.[cS] $(d)/$(FIRMWARE)/*.[cS] $(if $(filter n,$(MMU)),$(d)/nommu/*.c))))
OBJECTS := $(patsubst %,$(B)/%.o,$(basename $(SOURCES)))

.DEFAULT_GOAL := all
.PHONY: all print-cflags setup doctor test bench lint format clean help

all: $(B)/bootmap.elf $(B)/bootmap.img compile_commands.json ##* build bootmap.elf and bootmap.img
include qemu.mk
export ARCH SOURCES CROSS_COMPILE CC CPPFLAGS HOSTCC OBJDUMP PYTHON QEMU LLVM
include tests/host/host.mk

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  CC      $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(call OWN_FLAGS,$*) -MMD -MP -c -o $@ $<

$(B)/%.o: %.S Makefile
	@mkdir -p $(@D)
	@echo "  AS      $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/linker.ld: linker.ld
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) -E -P -undef -x assembler-with-cpp -MMD -MT $@ -MF $@.d -o $@ $<

# Linked twice: the first image's symbols become the second one's table of names.
LINK = $(LD) $(LDFLAGS) -T $(B)/linker.ld -o $@ $(filter %.o,$^) $(LDLIBS)

$(B)/ksyms-none.S: tools/ksyms.awk
	@mkdir -p $(@D)
	$(Q)awk -f $< </dev/null >$@
$(B)/ksyms.S: $(B)/bootmap-nosyms.elf tools/ksyms.awk
	$(Q)$(NM) -n $< | awk -f tools/ksyms.awk >$@
$(B)/%.o: $(B)/%.S
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<

$(B)/bootmap-nosyms.elf: $(OBJECTS) $(B)/ksyms-none.o $(B)/linker.ld
	$(Q)$(LINK)
$(B)/bootmap.elf: $(OBJECTS) $(B)/ksyms.o $(B)/linker.ld
	@echo "  LD      $@"
	$(Q)$(LINK)
$(B)/bootmap.img: $(B)/bootmap.elf
	@echo "  IMG     $@"
	$(Q)$(OBJCOPY) $(IMG_FORMAT) $< $@

compile_commands.json: Makefile $(SOURCES)
	$(Q)$(PYTHON) tools/compile_commands.py "$(CC) $(CPPFLAGS) $(CFLAGS)" $(SOURCES) >$@

print-cflags: # what the tests compile with
	@echo $(CC) $(CPPFLAGS) $(CFLAGS)
setup: ## install what this machine lacks; asks nothing
	$(Q)tools/setup.sh
doctor: ## say what is missing or too old
	$(Q)tools/doctor.sh -v test record
test: all ## unit tests on this machine, and the machine driven from outside
	$(Q)tools/doctor.sh test record
	$(Q)$(MAKE) DEBUG=1 all
	$(if $(HAS_NOMMU),$(Q)$(MAKE) MMU=n all)
	$(Q)$(PYTHON) -m pytest -q tests
lint: ## everything that can be said about the sources without running them
	$(Q)tools/lint.sh
format: ## bring the C sources into form
	$(Q)git ls-files -co --exclude-standard '*.c' '*.h' ':!*/assembler.h' | xargs clang-format -i
clean: ## remove what was built; keeps build/sysroot
	$(Q)rm -rf $(B) build/host compile_commands.json

help: ## this list
	@echo "make [ARCH=aarch64|x86_64] [CROSS_COMPILE=…] [LLVM=1] [DEBUG=1] [MMU=n] [V=1] [QEMU=…] [CPU=…] [MEM=…]"
	@echo "     [MACHINE=virt,…] [KERNEL=img|elf] [QEMU_EXTRA=…] [ARGS=\"kernel command line\"] TARGET   (* is the default)"
	@awk -F '[:#]+' '/^[a-z-]+:.*##/ { star = $$NF ~ /^\*/ ? "*" : " "; sub(/^\*? */, "", $$NF); \
		printf "  %s %-12s %s\n", star, $$1, $$NF }' $(MAKEFILE_LIST)

-include $(OBJECTS:.o=.d) $(B)/linker.ld.d
