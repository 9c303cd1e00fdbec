# SPDX-License-Identifier: MIT
# Raspberry Pi 3: cores, RAM and devices as the board has them. Its first serial port is for Bluetooth, the
# second one, the mini-UART, is the console.
MACHINE ?= raspi3b
CPU     ?= cortex-a53
SMP     ?= 4
# One thread for all cores: an invalidation of the TLB reaches also those that wait, and would wait for their threads.
ACCEL   ?= -accel tcg,thread=single
DTB     ?= build/trees/broadcom/bcm2837-rpi-3-b.dtb
SERIAL  ?= -serial null -serial mon:stdio
