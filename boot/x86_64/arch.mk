# SPDX-License-Identifier: MIT
# What x86-64 is built with, and the machine that it starts on.
# Compilers, by their prefix.
PREFIXES      := x86_64-linux-gnu- x86_64-elf-
# What describes the devices: drivers/acpi, and sub-folders of that name.
FIRMWARE      := acpi
# Exceptions use the interrupted stack: nothing may lie below its end.
ARCH_CFLAGS   := -mgeneral-regs-only -mno-red-zone -mcmodel=kernel -fcf-protection=none

# musl, built for programs: it uses SSE, %fs, and memory below the stack pointer. head.S and
# entry.S know. <sys/queue.h> and <sys/tree.h>, which it has not, are picolibc's.
LIBC_INCLUDE := -isystem $(SYSROOT)/include/x86_64-linux-musl -idirafter $(PICOLIBC)/include
LIBC         := $(SYSROOT)/lib/x86_64-linux-musl/libc.a
LDLIBS       := $(LIBC)

# A loader copies the segments, it does not map them: in the file they need not begin at a page.
ARCH_LDFLAGS  := -n

# What GRUB loads: the ELF file without its symbols.
IMG_FORMAT := -S

QEMU    ?= qemu-system-x86_64
CPU     ?= max
MACHINE ?= q35
KERNEL  ?= img
