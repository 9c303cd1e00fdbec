/* SPDX-License-Identifier: MIT */
/*
 * DOC: pages that come by a fault
 *
 * An area of addresses is allocated as a whole, its pages one by one: by the fault of the first
 * access, or by the first write to a page that is shared. The handlers return whether the access
 * can be repeated; if not, the fault is reported.
 */
#ifndef EXPERIMENTS_DEMAND_H
#define EXPERIMENTS_DEMAND_H

#include <bootmap/fault.h>
#include <bootmap/vmalloc.h>

#define DEMAND_PAGES 8

/**
 * struct demand - the area
 * @area: its addresses, DEMAND_PAGES pages
 * @faults: how many faults were about it
 */
extern struct demand {
	struct vm_struct *area;
	unsigned int faults;
} demand;

/** demand_address() - the address of a page of the area */
static inline unsigned long demand_address(unsigned int page)
{
	return demand.area->addr + page * PAGE_SIZE;
}

/**
 * map_on_demand() - map a page of zeros where none is
 * @fault: any fault
 * Return: false if it is not a load or a store to a page of the area that is not mapped, or there is
 * no memory: then nothing has changed.
 */
bool map_on_demand(const struct fault *fault);

/**
 * copy_on_write() - give a page its own copy of the memory that it shares
 * @fault: any fault
 * Return: false if it is not a store to a read-only page of the area, or there is no memory for the
 * copy: then nothing has changed.
 */
bool copy_on_write(const struct fault *fault);

/**
 * free_demand_area() - free the area, and the pages that were allocated for it
 * @shared: physical address of a page that stays, 0: none does
 * Return: the number of pages that were freed.
 */
unsigned int free_demand_area(phys_addr_t shared);

#endif
