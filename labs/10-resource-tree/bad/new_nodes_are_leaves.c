// SPDX-License-Identifier: MIT
// caught by: levels
bool add_child(struct resource *parent, struct resource *res)
{
	struct resource **link = &parent->children;

	while (link && *link)
		link = side(*link, res->start, res->end);
	if (!link)
		return false;
	unzip(NULL, res);
	*link = res;
	res->rank = rank_of(res->start);
	res->parent = parent;
	return true;
}
