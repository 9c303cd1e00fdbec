# SPDX-License-Identifier: MIT
# What AArch64 is built with, and the machine that it starts on.
# Compilers, by their prefix: Arm's, Homebrew's, Debian's.
PREFIXES      := aarch64-none-elf- aarch64-elf- aarch64-linux-gnu-
# What describes the devices: drivers/of, and sub-folders of that name.
FIRMWARE      := of
# MMU=n works, too.
HAS_NOMMU     := y
ARCH_CFLAGS   := -mgeneral-regs-only -mstrict-align -mno-outline-atomics

# The small libc: without SIMD, printf without floating point.
ARCH_LDFLAGS := --defsym=vfprintf=__i_vfprintf
LIBC_INCLUDE := -isystem $(PICOLIBC)/include
LIBC         := $(PICOLIBC)/lib/libc.a
LDLIBS       := $(SYSROOT)/lib/aarch64-linux-gnu/libfdt.a $(LIBC)

# An Image, as QEMU, U-Boot and real boards load it.
IMG_FORMAT := -O binary

QEMU    ?= qemu-system-aarch64
CPU     ?= cortex-a72
MACHINE ?= virt
KERNEL  ?= img
