// SPDX-License-Identifier: MIT
/*
 * PrimeCell identification: four registers of one byte each for the peripheral and
 * four for the cell (PL011 TRM, Arm DDI 0183, 3.3.14 to 3.3.21; alike in all).
 */
#include <bootmap/compiler.h>
#include <bootmap/io.h>
#include <bootmap/traps.h>
#include <drivers/amba.h>

#define AMBA_PERIPH_ID	  0xfe0
#define AMBA_CELL_ID_REGS 0xff0

#define ID_PART	    GENMASK(11, 0)
#define ID_DESIGNER GENMASK(19, 12)
#define ID_REVISION GENMASK(23, 20)

static u32 read_bytes(const void __iomem *regs)
{
	u32 value = 0;

	for (int i = 3; i >= 0; i--)
		value = value << 8 | (readl(regs + 4 * i) & 0xff);
	return value;
}

struct amba_id amba_read_id(const void __iomem *base)
{
	/* Volatile: they outlive a longjmp(). */
	volatile u32 periph = 0, cell = 0;
	struct trap trap;

	/*
	 * Without a device, QEMU's bus answers with an external abort. Other buses read as zeros or
	 * ones, which are not a PrimeCell's cell id, or report an SError later.
	 */
	CATCH_TRAP(&trap, periph = read_bytes(base + AMBA_PERIPH_ID);
		   cell = read_bytes(base + AMBA_CELL_ID_REGS));
	return (struct amba_id){
		.part = FIELD_GET(ID_PART, periph),
		.designer = FIELD_GET(ID_DESIGNER, periph),
		.revision = FIELD_GET(ID_REVISION, periph),
		.cell = cell,
	};
}
