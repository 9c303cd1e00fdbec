// SPDX-License-Identifier: MIT
// caught by: mixture
/* A leaf is right; a subtree goes to one side as a whole. */
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
	unzip(NULL, res);
	if (*place && (*place)->start < res->start)
		res->left = *place;
	else
		res->right = *place;
	*place = res;
	res->rank = rank;
	res->parent = parent;
	return true;
}
