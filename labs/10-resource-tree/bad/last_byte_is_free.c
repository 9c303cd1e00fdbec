// SPDX-License-Identifier: MIT
// caught by: siblings
static struct resource **side(struct resource *node, resource_size_t start, resource_size_t end)
{
	return node->end <= start ? &node->right : end <= node->start ? &node->left : NULL;
}
