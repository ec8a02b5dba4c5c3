// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Exceptions thrown through four functions, each with something to destroy. go_down is not static,
// or it would be the object's last function: the compiler pads that one's entry of the unwind table
// by 0 or 4 bytes, each of which the unwinder reads 12 times a throw, by 12 instructions.
#include "bench.h"
#include <memory>
#include <stdexcept>

static volatile uint64_t sum;
static uint64_t *volatile seen; /* so that what is to be destroyed is not optimised away */

__attribute__((noinline)) void go_down(int levels, uint64_t r)
{
	std::unique_ptr<uint64_t> held(new uint64_t(r));
	seen = held.get();
	if (!levels)
		throw std::runtime_error("thrown");
	go_down(levels - 1, r);
	sum = sum + *held;
}

static void try_it(uint64_t r)
{
	try {
		go_down(3, r);
	} catch (const std::runtime_error &error) {
		sum = sum + r + static_cast<unsigned char>(*error.what());
	}
}

int main(int argc, char **argv)
{
	for (long i = bench_argument(argc, argv, 1, 1000); i > 0; i--)
		try_it(static_cast<uint64_t>(i));
	printf("%llu\n", static_cast<unsigned long long>(sum));
	return 0;
}
