/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include <stdlib.h>
static void parse_node(int depth)
{
	char *volatile node = malloc(1000);
	if (depth > 1)
		parse_node(depth - 1);
	if (depth % 2)
		free(node);
}
int main(int argc, char **argv)
{
	parse_node(argc > 1 ? atoi(argv[1]) : 1);
	return 0;
}
