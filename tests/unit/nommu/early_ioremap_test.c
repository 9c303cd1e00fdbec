// SPDX-License-Identifier: MIT
#include <bootmap/early_ioremap.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <bootmap/memblock.h>
#include <experiments/experiments.h>
#include <tests/test.h>

#include <asm/sysreg.h>

TEST(E25_without_MMU_the_physical_address_is_the_mapping)
{
	phys_addr_t phys = harmless_register();
	void __iomem *p = early_ioremap(phys, 4);
	u32 flags;

	EXPECT_EQ(t, read_sysreg(sctlr_el1) & SCTLR_M, 0);
	EXPECT_EQ(t, (unsigned long)p, phys);
	flags = readl(p);
	early_iounmap(p, 4);
	EXPECT_EQ(t, readl(p), flags);
	EXPECT_EQ(t, (unsigned long)early_memremap(0x40000123, 8), 0x40000123);
}

TEST(without_MMU_ioremap_checks_and_returns_the_physical_address)
{
	EXPECT_EQ(t, (unsigned long)ioremap(0x9030004, 4), 0x9030004);
	iounmap((void __iomem *)0x9030004);
	EXPECT_EQ(t, ioremap(memblock.memory.regions[0].base - 4, 8), NULL);
	EXPECT_WARNING(t, "ram");
	EXPECT_EQ(t, ioremap(0, 0), NULL);
	EXPECT_WARNING(t, "size0");
	EXPECT_EQ(t, ioremap(~0UL, 2), NULL);
	EXPECT_WARNING(t, "wrap");
}
