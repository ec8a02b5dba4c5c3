/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A slab: objects of one size on a free list, cut from blocks that are taken in bulk. */
#include <memfn/memfn.h>
#include <stdio.h>
#include <stdlib.h>

enum { DOMAIN = 2, AT_ONCE = 1024 };

struct node {
	struct node *left, *right;
	int key;
};

static struct node *unused;

static int grow(void)
{
	struct node *block = MEMFN_UPSTREAM(malloc(AT_ONCE * sizeof *block));
	for (int i = 0; block && i < AT_ONCE; i++) {
		block[i].left = unused;
		unused = &block[i];
	}
	return block != NULL;
}

static struct node *node_take(void)
{
	if (!unused && !grow())
		return NULL;
	struct node *node = unused;
	unused = node->left;
	memfn_track(DOMAIN, node, sizeof *node);
	return node;
}

static void node_give(struct node *node)
{
	memfn_untrack(DOMAIN, node);
	node->left = unused;
	unused = node;
}

MEMFN_PROFILE struct node *insert(struct node *tree, int key)
{
	struct node **link = &tree;
	while (*link)
		link = key < (*link)->key ? &(*link)->left : &(*link)->right;
	struct node *node = node_take();
	if (node) {
		*node = (struct node){NULL, NULL, key};
		*link = node;
	}
	return tree;
}

MEMFN_PROFILE void destroy(struct node *tree)
{
	if (!tree)
		return;
	destroy(tree->left);
	destroy(tree->right);
	node_give(tree);
}

int main(void)
{
	struct node *tree = NULL;
	for (unsigned i = 0; i < 5000; i++)
		tree = insert(tree, (int)(i * 2654435761u % 10007));
	destroy(tree);
	puts("built and destroyed a tree of 5000 nodes");
	return 0;
}
