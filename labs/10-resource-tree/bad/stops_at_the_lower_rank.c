// SPDX-License-Identifier: MIT
// caught by: siblings
/* What is below the place is not compared. */
bool add_child(struct resource *parent, struct resource *res)
{
	struct resource **link = &parent->children;
	u32 rank = rank_of(res->start);

	while (link && *link && (*link)->rank >= rank)
		link = side(*link, res->start, res->end);
	if (!link)
		return false;
	unzip(*link, res);
	*link = res;
	res->rank = rank;
	res->parent = parent;
	return true;
}
