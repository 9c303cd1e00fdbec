# SPDX-License-Identifier: MIT
# MMU=n: the same kernel without address translation. What is about tables stays out; mm/nommu
# gives the same names their simplest meaning.
ifndef HAS_NOMMU
$(error MMU=n: $(ARCH) cannot run without its MMU)
endif

ABSENT := $(filter-out mm/brk.c mm/memblock.c mm/page_alloc.c mm/slab.c,$(wildcard mm/*.c)) \
	  kernel/audit.c kernel/fault.c mm/aarch64/idmap.c mm/aarch64/pgtable.c boot/aarch64/tables.S \
	  $(addprefix monitor/,areas.c dump.c experiments.c mappings.c show.c tables.c) drivers/video/memory_picture.c drivers/video/panel.c \
	  $(filter-out experiments/echo.c %/harmless_register.c,$(wildcard experiments/*.c experiments/aarch64/*.[cS])) \
	  $(filter-out %/string_test.c %/page_alloc_test.c %/slab_test.c %/time_test.c,$(wildcard tests/unit/*.c tests/unit/debug/*.c)) \
	  $(wildcard tests/unit/aarch64/*.[cS] tests/unit/hardware/*.c tests/unit/debug/*/*.c tests/bench/*.c)
