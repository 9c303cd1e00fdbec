/* SPDX-License-Identifier: MIT */
#include <asm/assembler.h>

	.text
	.code64

/* A core that failed waits here. The instructions mean the same in 32-bit code, for head.S. */
func boot_stop
	cli
1:	hlt
	jmp	1b
endfunc boot_stop
