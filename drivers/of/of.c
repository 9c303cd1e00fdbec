// SPDX-License-Identifier: MIT
/*
 * The device tree (Devicetree Specification 0.4). of_unflatten() validates the tree that firmware
 * passed and records where each node is; boot calls it once. All later look-ups of nodes and
 * properties go through the functions here, and read the flat tree in place.
 */
#include <bootmap/boot.h>
#include <bootmap/brk.h>
#include <bootmap/compiler.h>
#include <bootmap/printk.h>
#include <drivers/of.h>
#include <errno.h>
#include <libfdt.h>
#include <string.h>

#define MIN_VERSION 16 /* older versions align properties differently */

/* The nodes are adjacent, since no other code allocates from the brk while they are recorded. */
static struct device_node *nodes;
static unsigned int node_count;
static const struct device_node *last_found; /* by its phandle */
static const void *flat;
static const char *strings;

/* Inline, like the next function: look-ups spend most of their time here. */
static __always_inline u32 be32(const void *p)
{
	return __builtin_bswap32(*(const u32 *)p);
}

/* A strcmp() that needs no call if the first letters differ, which is usual. */
static __always_inline bool same(const char *a, const char *b)
{
	return *a == *b && !strcmp(a, b);
}

/* Checks everything that later reads rely on and that fdt_next_tag() does not check. */
static const char __init *header_objection(const void *fdt)
{
	int err = fdt_check_header(fdt);

	if (err)
		return fdt_strerror(err);
	if (fdt_version(fdt) < MIN_VERSION)
		return "its version is too old";
	strings = (const char *)fdt + fdt_off_dt_strings(fdt);
	if (fdt_size_dt_strings(fdt) && strings[fdt_size_dt_strings(fdt) - 1])
		return "its strings do not end";
	if (fdt_off_dt_struct(fdt) % FDT_TAGSIZE)
		return "its structure is not aligned";
	return NULL;
}

/* The tag at @offset of the structure block; fdt_next_tag() has checked its extent. */
static const void *tag_at(const void *fdt, int offset)
{
	return (const char *)fdt + fdt_off_dt_struct(fdt) + offset;
}

/* fdt_next_tag() of libfdt 1.6 adds a length without a check for overflow. */
static bool __init property_is_sound(const void *fdt, int offset)
{
	const struct fdt_property *property = tag_at(fdt, offset);

	return be32(&property->len) <= fdt_totalsize(fdt) &&
	       be32(&property->nameoff) < fdt_size_dt_strings(fdt);
}

static const struct device_node __init *add_node(const struct device_node *parent, const void *tag,
						 const void *next)
{
	struct device_node *node = extend_brk(sizeof(*node), "nodes of the device tree");

	if (!node_count++)
		nodes = node;
	*node = (struct device_node){
		.name = (const char *)tag + FDT_TAGSIZE,
		.parent = parent,
		.props = next,
	};
	return node;
}

/*
 * Takes one tag of the tree: the begin or end of a node, or a property. @current: the node around it.
 * Return: where the next tag begins; 0 at the tree's end; one of libfdt's errors.
 */
static int __init take_tag(const void *fdt, int offset, const struct device_node **current)
{
	int next;

	switch (fdt_next_tag(fdt, offset, &next)) {
	case FDT_BEGIN_NODE:
		*current = add_node(*current, tag_at(fdt, offset), tag_at(fdt, next));
		return next;
	case FDT_PROP:
		return property_is_sound(fdt, offset) ? next : -FDT_ERR_BADSTRUCTURE;
	case FDT_END_NODE:
		if (!*current)
			return -FDT_ERR_BADSTRUCTURE;
		*current = (*current)->parent;
		return next;
	case FDT_END:
		if (next < 0)
			return next;
		return *current || !node_count ? -FDT_ERR_BADSTRUCTURE : 0;
	default:
		return next;
	}
}

int __init of_unflatten(const void *fdt, const char **why)
{
	const struct device_node *current = NULL;
	int next = 0;

	*why = header_objection(fdt);
	if (*why)
		return -EINVAL;
	flat = fdt;
	node_count = 0;
	last_found = NULL;
	do {
		next = take_tag(fdt, next, &current);
	} while (next > 0);
	if (!next)
		return 0;
	*why = fdt_strerror(next);
	return -EINVAL;
}

/* The list need not be aligned, so an entry is copied before it is read. It ends with zeros. */
bool of_get_memreserve(unsigned int index, phys_addr_t *base, u64 *size)
{
	u32 offset = fdt_off_mem_rsvmap(flat) + index * sizeof(struct fdt_reserve_entry);
	struct fdt_reserve_entry entry;

	if (offset + sizeof(entry) > fdt_totalsize(flat))
		return false;
	memcpy(&entry, (const char *)flat + offset, sizeof(entry));
	*base = fdt64_to_cpu(entry.address);
	*size = fdt64_to_cpu(entry.size);
	return *base || *size;
}

unsigned int of_node_count(void)
{
	return node_count;
}

/* The tag after a property's value of @size bytes. */
static const char *after_value(const char *value, u32 size)
{
	return value + ROUND_UP(size, FDT_TAGSIZE);
}

const void *of_get_property(const struct device_node *node, const char *name, int *len)
{
	for (const char *tag = node->props;;) {
		const struct fdt_property *property = (const void *)tag;
		u32 size;

		if (be32(tag) == FDT_NOP) {
			tag += FDT_TAGSIZE;
			continue;
		}
		if (be32(tag) != FDT_PROP)
			return NULL;
		size = be32(&property->len);
		if (same(strings + be32(&property->nameoff), name)) {
			if (len)
				*len = size;
			return property->data;
		}
		tag = after_value(property->data, size);
	}
}

const char *of_get_string(const struct device_node *node, const char *name)
{
	int len;
	const char *string = of_get_property(node, name, &len);

	return string && len && memchr(string, 0, len) ? string : NULL;
}

const char *of_next_string(const struct device_node *node, const char *name, const char *from)
{
	int len;
	const char *string = of_get_property(node, name, &len), *end;

	if (!string)
		return NULL;
	end = string + len;
	if (from)
		string = from + strlen(from) + 1;
	return string < end && memchr(string, 0, end - string) ? string : NULL;
}

int of_match_string(const struct device_node *node, const char *name, const char *wanted)
{
	const char *string = NULL;

	if (!of_get_property(node, name, NULL))
		return -EINVAL;
	for (int index = 0; (string = of_next_string(node, name, string)); index++)
		if (!strcmp(string, wanted))
			return index;
	return -ENODATA;
}

bool of_is_compatible(const struct device_node *node, const char *compatible)
{
	const char *string = NULL;

	while ((string = of_next_string(node, "compatible", string)))
		if (same(string, compatible))
			return true;
	return false;
}

/*
 * A kernel entered at EL3 is in the secure state, which can have its own status (arm/secure.txt).
 */
bool of_device_is_available(const struct device_node *node)
{
	const char *status = boot_info.entry == 3 ? of_get_string(node, "secure-status") : NULL;

	if (!status)
		status = of_get_string(node, "status");
	return !status || !strcmp(status, "okay") || !strcmp(status, "ok");
}

static const struct device_node *first_behind(const struct device_node *from)
{
	return from ? from + 1 : nodes;
}

const struct device_node *of_next_node(const struct device_node *from)
{
	return first_behind(from) < nodes + node_count ? first_behind(from) : NULL;
}

const struct device_node *of_find_compatible(const struct device_node *from, const char *compatible)
{
	for (const struct device_node *node = first_behind(from); node < nodes + node_count; node++)
		if (of_is_compatible(node, compatible) && of_device_is_available(node))
			return node;
	return NULL;
}

const struct device_node *of_find_type(const struct device_node *from, const char *type)
{
	for (const struct device_node *node = first_behind(from); node < nodes + node_count;
	     node++) {
		const char *found = of_get_string(node, "device_type");

		if (found && !strcmp(found, type) && of_device_is_available(node))
			return node;
	}
	return NULL;
}

const struct device_node *of_next_child(const struct device_node *parent,
					const struct device_node *from)
{
	for (const struct device_node *node = first_behind(from); node < nodes + node_count; node++)
		if (node->parent == parent && of_device_is_available(node))
			return node;
	return NULL;
}

/* Does the component of @length bytes name @node, with or without its unit address? */
static bool component_matches(const struct device_node *node, const char *component, size_t length)
{
	return !strncmp(node->name, component, length) &&
	       (!node->name[length] ||
		(node->name[length] == '@' && !memchr(component, '@', length)));
}

static const struct device_node *find_child(const struct device_node *parent, const char *component,
					    size_t length)
{
	for (const struct device_node *node = nodes; node < nodes + node_count; node++)
		if (node->parent == parent && component_matches(node, component, length))
			return node;
	return NULL;
}

/* The node of an alias of @length bytes; NULL if there is none. */
static const struct device_node *resolve_alias(const char *name, size_t length)
{
	const struct device_node *aliases = of_find_node("/aliases");
	char alias[32];
	const char *path;

	if (!aliases || !length || length >= sizeof(alias))
		return NULL;
	memcpy(alias, name, length);
	alias[length] = '\0';
	path = of_get_string(aliases, alias);
	return path && *path == '/' ? of_find_node(path) : NULL;
}

const struct device_node *of_find_node(const char *path)
{
	const struct device_node *node = node_count ? nodes : NULL;
	size_t length = strcspn(path, "/:");

	if (*path != '/') {
		node = resolve_alias(path, length);
		path += length;
	}
	while (node) {
		path += strspn(path, "/");
		length = strcspn(path, "/:");
		if (!length)
			break;
		node = find_child(node, path, length);
		path += length;
	}
	return node;
}

u64 of_read_number(const void *cells, unsigned int count)
{
	const fdt32_t *cell = cells;
	u64 value = 0;

	while (count--)
		value = value << 32 | be32(cell++);
	return value;
}

bool of_get_number(const struct device_node *node, const char *name, u64 *number)
{
	int len;
	const fdt32_t *cells = of_get_property(node, name, &len);

	if (!cells || (len != sizeof(*cells) && len != 2 * sizeof(*cells)))
		return false;
	*number = of_read_number(cells, len / sizeof(*cells));
	return true;
}

bool of_get_cell(const struct device_node *node, const char *name, unsigned int index, u32 *cell)
{
	int len;
	const fdt32_t *cells = of_get_property(node, name, &len);

	if (!cells || index >= len / sizeof(*cells))
		return false;
	*cell = be32(cells + index);
	return true;
}

static bool has_phandle(const struct device_node *node, u32 phandle)
{
	u32 found;

	return of_get_cell(node, "phandle", 0, &found) && found == phandle;
}

/* Most interrupts go to one controller, so the last node found is compared first. */
const struct device_node *of_find_phandle(u32 phandle)
{
	if (last_found && has_phandle(last_found, phandle))
		return last_found;
	for (const struct device_node *node = nodes; node < nodes + node_count; node++)
		if (has_phandle(node, phandle))
			return last_found = node;
	return NULL;
}
