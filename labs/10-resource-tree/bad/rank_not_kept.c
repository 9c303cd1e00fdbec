// SPDX-License-Identifier: MIT
// caught by: levels
bool add_child(struct resource *parent, struct resource *res)
{
	struct resource **link = &parent->children, **place;
	u32 rank = rank_of(res->start);

	while (link && *link && (*link)->rank >= rank)
		link = side(*link, res->start, res->end);
	place = link;
	while (link && *link)
		link = side(*link, res->start, res->end);
	if (!link)
		return false;
	unzip(*place, res);
	*place = res;
	res->parent = parent;
	return true;
}
