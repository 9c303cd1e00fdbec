/* SPDX-License-Identifier: MIT */
/* AArch64's own sequences; <asm/barrier.h> hands each instruction to the model. */
#include "../../aarch64/asm/tlbflush.h"
