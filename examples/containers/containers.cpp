/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The same 100,000 numbers in containers of the standard library. */
#include <cstdio>
#include <deque>
#include <list>
#include <set>
#include <unordered_set>
#include <vector>

#include <memfn/memfn.h>

static const unsigned count = 100000;

/* Each number once, in no order. */
static unsigned number(unsigned i)
{
	return i * 7919 % count;
}

MEMFN_PROFILE static unsigned long in_vector()
{
	std::vector<unsigned> all;
	for (unsigned i = 0; i < count; i++)
		all.push_back(number(i));
	return all.size();
}

MEMFN_PROFILE static unsigned long in_reserved_vector()
{
	std::vector<unsigned> all;
	all.reserve(count);
	for (unsigned i = 0; i < count; i++)
		all.push_back(number(i));
	return all.size();
}

MEMFN_PROFILE static unsigned long in_deque()
{
	std::deque<unsigned> all;
	for (unsigned i = 0; i < count; i++)
		all.push_back(number(i));
	return all.size();
}

MEMFN_PROFILE static unsigned long in_list()
{
	std::list<unsigned> all;
	for (unsigned i = 0; i < count; i++)
		all.push_back(number(i));
	return all.size();
}

MEMFN_PROFILE static unsigned long in_set()
{
	std::set<unsigned> all;
	for (unsigned i = 0; i < count; i++)
		all.insert(number(i));
	return all.size();
}

MEMFN_PROFILE static unsigned long in_unordered_set()
{
	std::unordered_set<unsigned> all;
	for (unsigned i = 0; i < count; i++)
		all.insert(number(i));
	return all.size();
}

int main()
{
	std::printf("%lu numbers\n", in_vector() + in_reserved_vector() + in_deque() + in_list() +
									 in_set() + in_unordered_set());
	return 0;
}
