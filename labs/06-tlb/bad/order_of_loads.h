// SPDX-License-Identifier: MIT
// caught by: new-entries
static inline void order_table_before_link(void)
{
	dmb(ishld);
}
