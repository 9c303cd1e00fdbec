// SPDX-License-Identifier: MIT
/*
 * The list of memory types for a build without MMU, which help types prints.
 */
#include <bootmap/printk.h>
#include <monitor/monitor.h>

/* Arm ARM DDI 0487J.a, D8.2.8 */
void show_memory_types(void)
{
	pr_info("without an MMU all memory is of one type: device nGnRnE");
}
