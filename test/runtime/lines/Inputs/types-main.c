/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Runs every function of the table of types. */
#include "../../../pass/Inputs/types.c"

static struct node *nodes[4];

static void lists(void)
{
	struct list list;
	struct vec vec = {0};
	struct table table;

	s01();
	s02();
	s03(&list);
	use(s04());
	s05(&vec, 4);
	s06(3);
	s07("text");
	s08();
	s09();
	s10(&table, 3);
	s11();
	s12();
	s13(nodes, 2);
}

int main(void)
{
	struct value value;
	struct deep deep = {0};
	char *buffer = NULL;
	size_t capacity = 10;

	lists();
	s14(&buffer, &capacity);
	s15(&nodes[1]);
	s16(2);
	use(s17(2));
	s18(&value, 9);
	use(s19(5));
	s20(&deep, 1);
	use(s21(0));
	use(s21(1));
	use(s22("more"));
	s23();
	use(s24(2));
	s25(stdin);
	use(s26(7));
	use(global_list);
	return 0;
}
