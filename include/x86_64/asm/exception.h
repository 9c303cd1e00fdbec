/* SPDX-License-Identifier: MIT */
/* The error code of a page fault (Intel SDM volume 3, 6.15). */
#ifndef ASM_EXCEPTION_H
#define ASM_EXCEPTION_H

#include <bootmap/compiler.h>

#define PF_PRESENT  BIT(0) /* an entry forbade it; else there was none */
#define PF_WRITE    BIT(1)
#define PF_USER	    BIT(2)
#define PF_RESERVED BIT(3) /* an entry has a bit set that must be clear */
#define PF_FETCH    BIT(4) /* of an instruction */

#endif
