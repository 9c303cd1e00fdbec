# SPDX-License-Identifier: MIT
# What AArch64 is built with, and the machine that it starts on.
# Compilers, by their prefix: Arm's, Homebrew's, Debian's.
PREFIXES      := aarch64-none-elf- aarch64-elf- aarch64-linux-gnu-
# What describes the devices: drivers/of, and sub-folders of that name.
FIRMWARE      := of
# MMU=n works, too.
HAS_NOMMU     := y
ARCH_CFLAGS   := -mgeneral-regs-only -mstrict-align -mno-outline-atomics
# Everything that C names lies within the 1 MiB that one ADR reaches; only the end of the brk does not.
ARCH_CFLAGS   += -mcmodel=tiny
# Two errata of the Cortex-A53 concern what compilers generate. A multiply-accumulate right behind a
# load or store (835769) the compiler avoids; ld could, in the libraries too, but Debian's crashes when
# asked for both. An ADRP at a page's end with loads or stores behind it (843419) the linker makes an
# ADR, which reaches every byte of so small an image. test_image.py looks for both in the whole image.
ARCH_CFLAGS   += -mfix-cortex-a53-835769
ARCH_LDFLAGS  := --fix-cortex-a53-843419=adr

# The small C library, of which string functions are used.
LIBC_INCLUDE := -isystem $(PICOLIBC)/include
LIBC         := $(PICOLIBC)/lib/libc.a
LDLIBS       := $(SYSROOT)/lib/aarch64-linux-gnu/libfdt.a $(LIBC)

# An Image, as QEMU, U-Boot and real boards load it.
IMG_FORMAT := -O binary

QEMU    ?= qemu-system-aarch64
CPU     ?= cortex-a72
MACHINE ?= virt
KERNEL  ?= img
