// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What pairs of measure find: nested, overlapping, begun in a callee, abandoned; functions' own
// figures are what they are without them.
// RUN: %each %clang_memfn %s -- 'MEMFN_OUTPUT=p.out ./prog && %expect p.out %s'
#include <memfn/memfn.h>
#include <stdio.h>

#include "../Inputs/take.h"

static struct memfn_usage a, b, c;
static int failed;

static void is(const char *what, const struct memfn_usage *u, uint64_t allocs, uint64_t bytes,
	       int64_t peak, int64_t retained)
{
	if (u->allocs == allocs && u->alloc_bytes == bytes && u->peak_bytes == peak &&
	    u->retained_bytes == retained)
		return;
	failed = 1;
	fprintf(stderr, "%s: %ju allocs, %ju bytes, peak %jd, retained %jd\n", what,
		(uintmax_t)u->allocs, (uintmax_t)u->alloc_bytes, (intmax_t)u->peak_bytes,
		(intmax_t)u->retained_bytes);
}

// EXPECT: begins calls=1 peak_bytes=5000 alloc_bytes=5060 open_calls=0 retained_bytes=60
PROFILE void begins(void)
{
	give(take(5000));
	memfn_measure_begin(&b);
	take(60);
}

// EXPECT: nested calls=1 peak_bytes=90 alloc_bytes=110
PROFILE void nested(void)
{
	struct memfn_usage in;
	void *block = take(20);
	memfn_measure_begin(&in);
	give(take(70));
	memfn_measure_end(&in);
	is("nested", &in, 1, 70, 70, 0);
	give(block);
	give(take(20));
}

PROFILE void abandoned(void)
{
	struct memfn_usage gone;
	memfn_measure_begin(&gone);
}

// EXPECT: host calls=1 peak_bytes=10000 alloc_bytes=10200
PROFILE void host(void)
{
	give(take(10000));
	memfn_measure_begin(&a);
	begins();			/* +60, 5000 above */
	void *block = take(200);	/* 260 */
	memfn_measure_end(&a);
	is("overlapped", &a, 4 - 1, 5260, 5000, 260);
	nested();			/* 260 + 90 */
	memfn_measure_end(&b);
	is("across", &b, 5, 60 + 200 + 110, 350, 260);
	memfn_measure_begin(&a);
	memfn_measure_begin(&c);
	give(block);
	memfn_measure_end(&c);
	memfn_measure_end(&a);
	is("shrinks", &c, 0, 0, 0, -200);
	is("shrinks, outer", &a, 0, 0, 0, -200);
}

// EXPECT: totals peak_bytes=10000 leaked_bytes=60
int main(void)
{
	memfn_measure_begin(&c);
	host();
	for (int i = 0; i < 10; i++)
		abandoned();
	memfn_measure_end(&c);
	is("began again", &c, 0, 0, 0, 0);
	memfn_measure_begin(&c);
	uint64_t ns;
	do {
		memfn_measure_begin(&b);
		memfn_measure_end(&c);
		ns = c.ns;
		memfn_measure_begin(&c);
		memfn_measure_end(&b);
	} while (!ns);
	return failed;
}
