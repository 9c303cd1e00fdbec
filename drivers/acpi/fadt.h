/* SPDX-License-Identifier: MIT */
/* The fixed table, FACP: where what we read of it stands (ACPI Specification 6.5: 5.2.9). */
#ifndef DRIVERS_ACPI_FADT_H
#define DRIVERS_ACPI_FADT_H

#include <bootmap/compiler.h>

#define FADT_DSDT	   40
#define FADT_SCI_INT	   46
#define FADT_SMI_CMD	   48
#define FADT_ACPI_ENABLE   52
#define FADT_PM1A_EVT	   56
#define FADT_PM1A_CNT	   64
#define FADT_PM1_EVT_LEN   88
#define FADT_FLAGS	   112
#define FADT_RESET_REG	   116
#define FADT_RESET_VALUE   128
#define FADT_X_DSDT	   140
#define FADT_SLEEP_CONTROL 244

/* In FADT_FLAGS. */
#define FADT_OTHER_BUTTON  BIT(4) /* the power button is one that the byte code knows */
#define FADT_RESET_REG_SUP BIT(10)
#define FADT_HW_REDUCED	   BIT(20) /* no PM1 registers: there is a sleep control register */

#endif
