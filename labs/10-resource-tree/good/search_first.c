// SPDX-License-Identifier: MIT
// Asks whether there is an overlap before it goes down, and then only compares starts.
bool add_child(struct resource *parent, struct resource *res)
{
	struct resource **link = &parent->children;

	if (first_overlap(parent, res->start, res->end))
		return false;
	res->rank = rank_of(res->start);
	while (*link && (*link)->rank >= res->rank)
		link = res->start < (*link)->start ? &(*link)->left : &(*link)->right;
	unzip(*link, res);
	*link = res;
	res->parent = parent;
	return true;
}

struct resource *first_overlap(const struct resource *parent, resource_size_t start,
			       resource_size_t end)
{
	struct resource *res = parent->children, *lowest = NULL;

	while (res) {
		bool overlaps = res->start <= end && res->end >= start;

		if (overlaps)
			lowest = res;
		res = overlaps || end < res->start ? res->left : res->right;
	}
	return lowest;
}
