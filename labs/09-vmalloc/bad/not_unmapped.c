// SPDX-License-Identifier: MIT
// caught by: unmapped
void free_vm_area(struct vm_struct *area)
{
	give_slot(area);
}
