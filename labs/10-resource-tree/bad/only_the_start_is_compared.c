// SPDX-License-Identifier: MIT
// caught by: siblings
static struct resource **side(struct resource *node, resource_size_t start, resource_size_t end)
{
	(void)end;
	return start > node->end ? &node->right : start < node->start ? &node->left : NULL;
}
