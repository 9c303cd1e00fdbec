# SPDX-License-Identifier: MIT
# Raspberry Pi 4, which QEMU 9 and newer emulate. The serial ports are as those of the Raspberry Pi 3.
MACHINE ?= raspi4b
CPU     ?= cortex-a72
SMP     ?= 4
# One thread for all cores: an invalidation of the TLB reaches also those that wait, and would wait for their threads.
ACCEL   ?= -accel tcg,thread=single
MEM     ?= 2G
DTB     ?= build/trees/broadcom/bcm2711-rpi-4-b.dtb
SERIAL  ?= -serial null -serial mon:stdio
