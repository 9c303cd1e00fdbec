// SPDX-License-Identifier: MIT
/*
 * The side of @node to which the range belongs: the address of its link @left or @right; NULL if the
 * range overlaps @node.
 *
 * TODO: two comparisons. @end is the last byte.
 */
static struct resource **side(struct resource *node, resource_size_t start, resource_size_t end)
{
	(void)node;
	(void)start;
	(void)end;
	return NULL;
}

/*
 * Puts @res among the children of @parent: its links, its rank and its parent. Return: false, without
 * any change, if a child overlaps @res.
 *
 * TODO: descend to the first node whose rank is lower than that of @res. Nothing from there on may
 * overlap. unzip() splits the subtree there, and @res takes its place.
 */
bool add_child(struct resource *parent, struct resource *res)
{
	(void)parent;
	res->rank = rank_of(res->start);
	if (0)
		unzip(NULL, res);
	return false;
}

/*
 * The lowest child of @parent that shares a byte with [@start, @end], or NULL.
 *
 * TODO: siblings do not overlap, so the order of their ends is that of their starts.
 */
struct resource *first_overlap(const struct resource *parent, resource_size_t start,
			       resource_size_t end)
{
	(void)parent;
	(void)start;
	(void)end;
	return NULL;
}
