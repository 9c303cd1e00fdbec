// SPDX-License-Identifier: MIT
// caught by: siblings
static struct resource **side(struct resource *node, resource_size_t start, resource_size_t end)
{
	return node->end + 1 < start ? &node->right : end + 1 < node->start ? &node->left : NULL;
}
