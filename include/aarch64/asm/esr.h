/* SPDX-License-Identifier: MIT */
/* ESR_EL1, the syndrome of an exception (Arm ARM DDI 0487J.a, D19.2.37). */
#ifndef ASM_ESR_H
#define ASM_ESR_H

#include <bootmap/compiler.h>
#include <bootmap/types.h>

#define ESR_EC	GENMASK(31, 26)
#define ESR_ISS GENMASK(24, 0)

#define EC_UNKNOWN	 0x00
#define EC_FP_ASIMD	 0x07
#define EC_ILLEGAL_STATE 0x0e
#define EC_SVC64	 0x15
#define EC_MSR_MRS	 0x18
#define EC_IABT_LOWER	 0x20
#define EC_IABT_SAME	 0x21
#define EC_PC_ALIGNMENT	 0x22
#define EC_DABT_LOWER	 0x24
#define EC_DABT_SAME	 0x25
#define EC_SP_ALIGNMENT	 0x26
#define EC_SERROR	 0x2f
#define EC_WATCHPOINT	 0x35
#define EC_BRK		 0x3c

/* ISS of instruction and data aborts */
#define ISS_FSC GENMASK(5, 0)
#define ISS_WNR BIT(6)
#define ISS_FNV BIT(10)
/* ISS of SError; with FSC_SERROR, AET is valid */
#define ISS_IDS	   BIT(24)
#define ISS_AET	   GENMASK(12, 10)
#define FSC_SERROR 0x11
#define AET_UEO	   2
#define AET_CE	   6
/* ISS of BRK */
#define ISS_BRK_COMMENT GENMASK(15, 0)

/**
 * esr_describe() - a syndrome in words
 * @buf: receives the text
 * @size: of @buf in bytes
 * @esr: the value of ESR_EL1
 */
void esr_describe(char *buf, size_t size, u64 esr);

/**
 * serror_is_over() - has the hardware corrected or contained the error, so that the kernel can
 * continue?
 * @esr: ESR_EL1 of the SError
 */
bool serror_is_over(u64 esr);

#define FAULT_STATUS_MAX 48

/**
 * fault_status_describe() - a fault status code in words, as ESR_EL1 and PAR_EL1 have it
 * @buf: gets the text
 * @size: of @buf in bytes, FAULT_STATUS_MAX is enough
 * @fsc: the code
 */
void fault_status_describe(char *buf, size_t size, unsigned int fsc);

#endif
