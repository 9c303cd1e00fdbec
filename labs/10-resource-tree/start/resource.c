// SPDX-License-Identifier: MIT
/*
 * Checks @res, without a comparison with siblings. Return: NULL if it may become a child of @parent, or
 *
 *   @res      it is in a tree already, or is @parent itself
 *   @parent   it is empty or wraps, or does not lie inside @parent
 *
 * TODO: covers() is above.
 */
static struct resource *unfit(struct resource *parent, struct resource *res)
{
	(void)res;
	return parent;
}

/*
 * Makes @res a child of @parent. Return: NULL, or why not: see unfit(); else the lowest child of
 * @parent that overlaps @res.
 *
 * TODO: this one refuses everything.
 */
struct resource *request_resource_conflict(struct resource *parent, struct resource *res)
{
	return unfit(parent, res);
}

/*
 * All children of @parent that overlap @res will become its children. Return: the first child that
 * @res covers only in part, or the child of @res that such a child would overlap; NULL if there is
 * neither.
 *
 * TODO: for_each_overlap(), covers(), first_overlap().
 */
static struct resource *adoption_conflict(struct resource *parent, struct resource *res)
{
	(void)res;
	return parent;
}

/*
 * Puts @res at the innermost place below @parent that has room for it. A child whose range is equal
 * goes inside @res, not around it. Return: as request_resource_conflict().
 *
 * TODO: decide first, then move the children with move_child(link_to_child(…), res).
 */
struct resource *insert_resource_conflict(struct resource *parent, struct resource *res)
{
	return adoption_conflict(parent, res);
}
