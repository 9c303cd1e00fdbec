// SPDX-License-Identifier: MIT
/* Tests on the real MMU that unmapped pages fault. */
#include <bootmap/boot.h>
#include <bootmap/io.h>
#include <bootmap/ioremap.h>
#include <experiments/experiments.h>
#include <tests/test.h>

#include <tests/probe.h>

TEST(pitfall_55_an_access_after_iounmap_faults)
{
	phys_addr_t phys = harmless_register();
	void __iomem *p = ioremap(phys, 4);
	unsigned long va = (unsigned long)(void __force *)p;

	EXPECT_EQ(t, probe_read(va), TRAP_NONE);
	iounmap(p);
	EXPECT_EQ(t, probe_read(va), TRAP_READ);
	EXPECT_EQ(t, probe_write(va), TRAP_WRITE);
}

TEST(pitfall_38_after_paging_init_low_addresses_fault)
{
	EXPECT_EQ(t, probe_read(0), TRAP_READ);
	EXPECT_EQ(t, probe_read(boot_info.kernel_phys), TRAP_READ);
}
