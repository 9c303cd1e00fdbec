# SPDX-License-Identifier: MIT
# The kernel's own files and the unit tests as a program of this machine, under sanitizers.
H            := build/host
HOSTCPPFLAGS := -DDEBUG=1 -DCONFIG_MMU=1 -Iinclude -Iinclude/host
HOSTCFLAGS   := -std=gnu11 -O1 -g -Wall -Wextra -Werror -fno-strict-aliasing -fno-omit-frame-pointer -fno-toplevel-reorder \
		-fsanitize=address,undefined -fno-sanitize-recover=all
export HOSTCPPFLAGS

# All that knows no hardware. What is missing is in tests/host.
HOST_SOURCES := \
	drivers/acpi/fadt.c \
	drivers/acpi/madt.c \
	drivers/base/devres.c \
	drivers/base/devres_ioremap.c \
	drivers/base/platform.c \
	drivers/firmware/memory_map.c \
	drivers/firmware/of/rpi_firmware.c \
	drivers/firmware/of/rpi_framebuffer.c \
	drivers/firmware/of/rpi_mailbox.c \
	drivers/gpio/of/gpio_bcm2835.c \
	drivers/gpio/of/gpio_keys.c \
	drivers/gpio/of/gpio_leds.c \
	drivers/gpio/of/gpio_pl061.c \
	drivers/gpio/of/gpio_power.c \
	drivers/gpio/of/gpiolib.c \
	drivers/gpio/of/pl061.c \
	drivers/gpio/of/pl061_led.c \
	drivers/leds/leds.c \
	drivers/misc/of/bcm2835_pm.c \
	drivers/misc/of/fw_cfg.c \
	drivers/of/amba.c \
	drivers/of/of.c \
	drivers/of/of_address.c \
	drivers/of/of_irq.c \
	drivers/of/of_memory.c \
	drivers/of/of_platform.c \
	drivers/pci/assign.c \
	drivers/pci/bars.c \
	drivers/pci/driver.c \
	drivers/pci/probe.c \
	drivers/rtc/rtc.c \
	drivers/rtc/x86_64/cmos.c \
	drivers/serial/8250.c \
	drivers/serial/console.c \
	drivers/serial/earlycon_option.c \
	drivers/serial/of/of_serial.c \
	drivers/serial/of/pl011.c \
	drivers/video/framebuffer.c \
	experiments/demand_pages.c \
	experiments/live_tables.c \
	kernel/cmdline.c \
	drivers/base/io.c \
	kernel/irq.c \
	kernel/power.c \
	drivers/base/resource.c \
	drivers/base/resource_region.c \
	drivers/base/resource_show.c \
	drivers/base/resource_tree.c \
	kernel/time.c \
	mm/x86_64/mtrr_blocks.c \
	lib/fdt_header.c \
	lib/halt.c \
	lib/kstrtoul.c \
	lib/printk.c \
	lib/refuse.c \
	lib/stage.c \
	mm/brk.c \
	mm/early_ioremap.c \
	mm/fixmap.c \
	mm/ioremap.c \
	mm/lookup.c \
	mm/memblock.c \
	mm/page_alloc.c \
	mm/paging_init.c \
	mm/pgtable.c \
	mm/ptdump.c \
	mm/slab.c \
	mm/table.c \
	mm/vm_area.c \
	mm/vmalloc.c \
	monitor/line_editor.c \
	tests/runners/glob.c \
	tests/runners/ktap.c \
	$(foreach folder,unit unit/debug host,$(sort $(wildcard tests/$(folder)/*.c)))
HOST_OBJECTS := $(HOST_SOURCES:%.c=$(H)/%.o) $(H)/font.o

# What reads device trees, as a program that prints what it reads (tests/trees). UARTs' drivers would look for their
# UARTs: the linker puts one function in the place of all.
TREES_OBJECTS := $(filter-out $(H)/tests/host/main.o,$(HOST_OBJECTS)) $(H)/drivers/serial/of/earlycon.o $(H)/tests/trees/trees.o
comma := ,
NO_UARTS := $(patsubst %,-Wl$(comma)--defsym=%=console_init,$(sort $(filter %_console_init,$(subst },,$(file <drivers/serial/of/earlycon.c)))))

.PHONY: unit

unit: $(H)/unit ## the unit tests on this machine
	$(Q)$<
test: $(H)/unit $(H)/trees

.PHONY: test-trees
test-trees: $(H)/trees ## compare what the kernel reads in every device tree of Debian's kernels with another decoder
	$(Q)$(PYTHON) -m pytest -q tests/test_debian_trees.py

$(H)/compiler.flags: export SAYS = $(call version,$(HOSTCC)) $(HOSTCC) $(HOSTCPPFLAGS) $(HOSTCFLAGS) $(HOST_OBJECTS)

$(H)/unit: $(HOST_OBJECTS) $(H)/compiler.flags
	@echo "  HOSTLD  $@"
	$(Q)$(HOSTCC) $(HOSTCFLAGS) -o $@ $(filter %.o,$^) -lfdt

$(H)/trees: $(TREES_OBJECTS) $(H)/compiler.flags
	@echo "  HOSTLD  $@"
	$(Q)$(HOSTCC) $(HOSTCFLAGS) $(NO_UARTS) -o $@ $(filter %.o,$^) -lfdt

$(H)/%.o: %.c tests/host/host.mk $(H)/compiler.flags
	@mkdir -p $(@D)
	@echo "  HOSTCC  $<"
	$(Q)$(HOSTCC) $(HOSTCPPFLAGS) $(HOSTCFLAGS) -MMD -MP -c -o $@ $<

$(H)/font.o: $(H)/font.S $(H)/compiler.flags
	$(Q)$(HOSTCC) -c -o $@ $<

-include $(HOST_OBJECTS:.o=.d)
