/* SPDX-License-Identifier: MIT */
/*
 * DOC: resources
 *
 * A resource is a range of physical addresses or I/O ports with the name of its owner. It lies
 * inside its parent, and does not overlap its siblings. iomem_resource is the root of the physical
 * addresses, ioport_resource that of the I/O ports (of x86, or of a PCI host bridge).
 *
 * A resource describes a device or memory; a region (IORESOURCE_BUSY) says that a driver uses it.
 * Drivers request their registers with request_mem_region(). A second request is refused, and the
 * log names the owner. Every look-up takes logarithmic time in the number of siblings.
 *
 * There are no locks: one CPU, not from interrupts.
 */
#ifndef DRIVERS_IOPORT_H
#define DRIVERS_IOPORT_H

#include <bootmap/types.h>

typedef phys_addr_t resource_size_t;

/**
 * struct resource - a range of physical addresses, or of I/O ports
 * @start: first byte
 * @end: last byte, inclusive, so that a range can reach the end of the address space
 * @name: of its owner; kept by pointer
 * @flags: IORESOURCE_…
 *
 * Only drivers/base/resource*.c uses the following. A resource that is in no tree has no parent.
 * @rank: keeps the treap of siblings balanced
 * @parent: the resource that contains this one
 * @children: root of the treap of resources inside this one
 * @left: subtree of siblings with lower addresses
 * @right: subtree of siblings with higher addresses
 */
struct resource {
	resource_size_t start;
	resource_size_t end;
	const char *name;
	u32 flags;
	u32 rank;
	struct resource *parent, *children, *left, *right;
};

/* Linux's values. The meaning of the lowest byte depends on the type. */
#define IORESOURCE_MEM_NONPOSTED \
	0x00000080UL /* a write has to arrive before the next instruction */
#define IORESOURCE_TYPE_BITS  0x00001f00U
#define IORESOURCE_IO	      0x00000100U
#define IORESOURCE_MEM	      0x00000200U
#define IORESOURCE_IRQ	      0x00000400U
#define IORESOURCE_PREFETCH   0x00002000U /* reads have no side effects */
#define IORESOURCE_MEM_64     0x00100000U /* may be above 4 GiB */
#define IORESOURCE_SYSRAM     0x01000000U
#define IORESOURCE_UNSET      0x20000000U /* has a size, but no address yet */
#define IORESOURCE_BUSY	      0x80000000U /* in use: nothing can be claimed inside */
#define IORESOURCE_SYSTEM_RAM (IORESOURCE_MEM | IORESOURCE_SYSRAM)

#define DEFINE_RES_NAMED(first, size, res_name, res_flags)                       \
	{                                                                        \
		.start = (first), .end = (first) + (size)-1, .name = (res_name), \
		.flags = (res_flags)                                             \
	}
#define DEFINE_RES_MEM_NAMED(first, size, res_name) \
	DEFINE_RES_NAMED(first, size, res_name, IORESOURCE_MEM)
#define DEFINE_RES_IO(first, size) DEFINE_RES_NAMED(first, size, NULL, IORESOURCE_IO)
#define DEFINE_RES_IO_NAMED(first, size, res_name) \
	DEFINE_RES_NAMED(first, size, res_name, IORESOURCE_IO)
#define DEFINE_RES_IRQ(line) DEFINE_RES_NAMED(line, 1, NULL, IORESOURCE_IRQ)

/* I/O ports are numbers of 16 bits. */
#define IO_SPACE_LIMIT 0xffffUL

extern struct resource iomem_resource;
extern struct resource ioport_resource;

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

static inline u32 resource_type(const struct resource *res)
{
	return res->flags & IORESOURCE_TYPE_BITS;
}

/** resource_overlaps() - do the two share an address? Flags are not compared. */
static inline bool resource_overlaps(const struct resource *a, const struct resource *b)
{
	return a->start <= b->end && b->start <= a->end;
}

/** resource_contains() - does @inner lie inside @outer? Both must have one type, and an address. */
static inline bool resource_contains(const struct resource *outer, const struct resource *inner)
{
	return resource_type(outer) == resource_type(inner) &&
	       !((outer->flags | inner->flags) & IORESOURCE_UNSET) &&
	       outer->start <= inner->start && inner->end <= outer->end;
}

/**
 * request_resource() - add a resource to a tree
 * @parent: its parent
 * @res: stays in the tree, together with the children that it has
 *
 * Return: 0; -EBUSY, with a warning that names the holder, if a child of @parent overlaps,
 * @res does not lie inside @parent, is empty, or is in a tree already.
 */
int request_resource(struct resource *parent, struct resource *res);

/**
 * request_resource_conflict() - the same, without a warning
 * Return: NULL, or the conflicting resource: a child of @parent; @parent itself if @res does not
 * lie inside it; @res if it is in a tree already.
 */
struct resource *request_resource_conflict(struct resource *parent, struct resource *res);

/**
 * insert_resource() - insert a resource at any depth of a tree
 * @parent: an ancestor of the new place
 * @res: existing resources inside it, or with an equal range, become its children
 *
 * Return: 0; -EBUSY, with a warning that names the holder, if it overlaps another one partly, and
 * for the reasons of request_resource().
 */
int insert_resource(struct resource *parent, struct resource *res);

/** insert_resource_conflict() - without a warning. Return: as request_resource_conflict(). */
struct resource *insert_resource_conflict(struct resource *parent, struct resource *res);

/**
 * release_resource() - remove a resource and its descendants from the tree
 * Return: 0, or -EINVAL with a warning if it is in no tree.
 */
int release_resource(struct resource *res);

/** remove_resource() - remove this one only; its children become its parent's. Return: the same. */
int remove_resource(struct resource *res);

/**
 * adjust_resource() - move or resize a resource in its place
 * @res: in a tree or not
 * @start: its new first byte
 * @size: its new size in bytes
 *
 * Return: 0; -EBUSY with a warning if it would leave its parent, overlap a sibling, cut a child, or
 * be empty. It is then unchanged.
 */
int adjust_resource(struct resource *res, resource_size_t start, resource_size_t size);

/**
 * allocate_resource() - find free addresses for a resource, and add it to a tree
 * @parent: its parent
 * @res: in no tree
 * @size: in bytes
 * @min: the lowest start
 * @max: the highest end
 * @align: of its start, a power of two
 * Return: 0; -EBUSY if there is no room. @res is then unchanged.
 */
int allocate_resource(struct resource *parent, struct resource *res, resource_size_t size,
		      resource_size_t min, resource_size_t max, resource_size_t align);

/**
 * request_region() - request I/O ports
 * request_mem_region() - request device registers
 * @start: first byte
 * @n: bytes, more than 0
 * @name: of the new owner; kept by pointer
 *
 * The region becomes a child of the smallest resource around it. May be called again after
 * release_region(), release_mem_region() with the same @start and @n.
 * Return: the new region, or NULL with a warning that names the holder.
 */
#define request_region(start, n, name)	   __request_region(&ioport_resource, start, n, name)
#define request_mem_region(start, n, name) __request_region(&iomem_resource, start, n, name)
struct resource *__request_region(struct resource *parent, resource_size_t start, resource_size_t n,
				  const char *name);

/* A range that was not requested exactly like this is refused with a warning. */
#define release_region(start, n)     __release_region(&ioport_resource, start, n)
#define release_mem_region(start, n) __release_region(&iomem_resource, start, n)
void __release_region(struct resource *parent, resource_size_t start, resource_size_t n);

/**
 * first_overlap() - the first child that overlaps a range
 * @parent: only its own children are looked at
 * @start: first byte
 * @end: last byte
 * Return: the lowest child of @parent that shares a byte with the range, or NULL.
 */
struct resource *first_overlap(const struct resource *parent, resource_size_t start,
			       resource_size_t end);

/** next_overlap() - the sibling that follows @res, if it begins at @end or before */
static inline struct resource *next_overlap(const struct resource *res, resource_size_t end)
{
	return res->end < end ? first_overlap(res->parent, res->end + 1, end) : NULL;
}

#define RESOURCE_SIZE_MAX (~(resource_size_t)0)

/* The children of @parent that share a byte with [@start, @end], in ascending order. */
#define for_each_overlap(parent, res, start, end)                           \
	for (struct resource *res = first_overlap(parent, start, end); res; \
	     res = next_overlap(res, end))

/**
 * next_resource() - walk a tree: a resource, then its children, then its next sibling
 * @root: the root of the walk, which is not visited
 * @res: the current resource; @root to begin
 * @skip_children: do not visit the children of @res
 * Return: NULL at the end.
 */
struct resource *next_resource(const struct resource *root, const struct resource *res,
			       bool skip_children);

#define for_each_resource(root, res, skip_children)                        \
	for (struct resource *res = next_resource(root, root, false); res; \
	     res = next_resource(root, res, skip_children))

enum { REGION_INTERSECTS, REGION_DISJOINT, REGION_MIXED };

/**
 * region_intersects() - is this range of a certain kind, for example RAM?
 * @start: first byte
 * @size: bytes
 * @flags: resources of iomem_resource that have all these flags are of that kind, at any depth
 *
 * Bytes that no resource covers are ignored.
 * Return: REGION_INTERSECTS if all other bytes are of that kind, REGION_DISJOINT if none is (also
 * for an empty range), REGION_MIXED otherwise.
 */
int region_intersects(resource_size_t start, size_t size, u32 flags);

/**
 * iomem_map_sanity_check() - does a mapping stay inside one resource?
 * @addr: first byte
 * @size: bytes
 *
 * Compares whole pages, because pages are mapped. Busy regions are ignored: a driver may map more
 * than another one requested, or less.
 * Return: 0, or -1 with a warning that names the resource whose border it crosses.
 */
int iomem_map_sanity_check(resource_size_t addr, size_t size);

#define RESOURCE_TEXT_MAX 64

/**
 * resource_format() - a resource's type and range as text: [mem 0x09000000-0x09000fff]
 * @buf: receives the text
 * @size: of @buf in bytes; RESOURCE_TEXT_MAX is enough
 * Return: @buf.
 */
const char *resource_format(char *buf, size_t size, const struct resource *res);

/**
 * resource_refused() - print the message for a refused request
 * @wanted: the requested range
 * @why: the reason, in words that are followed by the name of @holder
 * @holder: the conflicting resource
 * @caller: return address of the caller
 */
void resource_refused(const struct resource *wanted, const char *why, const struct resource *holder,
		      unsigned long caller);

/**
 * resource_conflicts() - log the result of request_resource_conflict() and its relatives
 * @parent: the intended parent of @wanted
 * @holder: the conflicting resource, or NULL
 *
 * Return: 0 if there is none; else -EBUSY, after the line of resource_refused().
 */
int resource_conflicts(const struct resource *parent, const struct resource *wanted,
		       const struct resource *holder, unsigned long caller);

/**
 * request_standard_resources() - add the machine's RAM to iomem_resource
 *
 * The ranges that memblock reserved become children of the RAM, and the kernel's code, rodata and
 * data become children of these. Boot, after mem_init().
 */
void request_standard_resources(void);

/** dev_kind() - what is equal in the names of devices of one kind: all but the unit's address */
const char *dev_kind(const char *name);

/**
 * show_more_alike() - the end of a list's entry that stands for others, too
 * @more: how many; 0: nothing is shown
 * @step: how far each is from the one before; 0: not shown
 */
void show_more_alike(unsigned int more, unsigned long step);

/**
 * show_resources() - list a tree on the console, in the format of /proc/iomem
 * @root: its children and all below; it is not listed itself
 * @masked: addresses read as 0, as Linux shows them to those who may not know them
 *
 * One line stands for neighbours that are devices of one kind, at equal distances.
 */
void show_resources(const struct resource *root, bool masked);

static inline void show_iomem(void)
{
	show_resources(&iomem_resource, false);
}

static inline void show_ioports(void)
{
	show_resources(&ioport_resource, false);
}

#endif
