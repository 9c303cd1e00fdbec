// SPDX-License-Identifier: MIT
// caught by: search
struct resource *first_overlap(const struct resource *parent, resource_size_t start,
			       resource_size_t end)
{
	struct resource *res = parent->children;

	while (res && (res->end < start || end < res->start))
		res = res->end < start ? res->right : res->left;
	return res;
}
