// SPDX-License-Identifier: MIT
// caught by: search
struct resource *first_overlap(const struct resource *parent, resource_size_t start,
			       resource_size_t end)
{
	struct resource *res = parent->children, *first = NULL;

	while (res) {
		if (res->end <= start) {
			res = res->right;
		} else {
			first = res;
			res = res->left;
		}
	}
	return first && first->start < end ? first : NULL;
}
