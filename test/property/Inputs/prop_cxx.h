/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What C++ programs add: scopes that an exception runs through, and new in its forms. */
#ifndef PROP_CXX_H
#define PROP_CXX_H

#include "prop.h"

#include <map>
#include <new>
#include <string>
#include <vector>

/* The last object to be made in a scope and so the first to go: says where we are before any other
 * destructor frees something. A longjmp over one would be undefined. */
class prop_scope
{
	prop *c;
	int d;

  public:
	NEVER prop_scope(prop *c, int d) : c(c), d(d)
	{
		c->barrier++;
	}
	NEVER ~prop_scope()
	{
		CAUGHT(d);
		c->barrier--;
	}
};

/* In a handler: what was caught lies at that landing. */
class prop_handler
{
	prop *c;
	int d;

  public:
	NEVER prop_handler(prop *c, int d, int landing) : c(c), d(d)
	{
		CAUGHT(d);
		prop_arrived(c, landing);
		c->barrier++;
	}
	NEVER ~prop_handler()
	{
		CAUGHT(d);
		c->barrier--;
	}
};

/* Frees a block or two when its scope ends, also in the middle of an exception. */
class prop_cleaner
{
	prop *c;
	int d;

  public:
	NEVER prop_cleaner(prop *c, int d) : c(c), d(d)
	{
	}
	NEVER ~prop_cleaner()
	{
		CAUGHT(d);
		prop_drop(c);
	}
};

/* A thread's function, with all that it throws caught where the thread starts. */
NEVER static inline void prop_cxx_catch_all(prop_fn *f, prop *c, int d)
{
	int mine = c->landings;

	prop_arm(c, PROP_CATCH_INT);
	prop_arm(c, PROP_CATCH_BIG);
	try {
		f(c, d);
	} catch (int) {
		prop_handler h(c, d - 1, mine);
	} catch (const prop_big &) {
		prop_handler h(c, d - 1, mine);
	}
}

enum { PROP_NEW_ALIGN = 64 };

NEVER static inline void prop_cxx_delete(void *p, size_t size, size_t, int kind)
{
	if (kind == 'n')
		::operator delete(p);
	else if (kind == 'z')
		::operator delete(p, size);
	else if (kind == 'v')
		delete[] static_cast<char *>(p);
	else if (kind == 'w')
		::operator delete[](p, std::align_val_t(PROP_NEW_ALIGN));
	else if (kind == 'b')
		delete static_cast<prop_big *>(p);
}

#endif
