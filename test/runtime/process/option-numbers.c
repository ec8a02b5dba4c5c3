// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What numbers of MEMFN_OPTIONS mean: decimals where a unit stands behind them, K, KB and KiB alike,
// and nothing where it is not clear what is meant. The parser is tested by itself.
// REQUIRES: default-llvm
// RUN: %clang -std=gnu11 -D_GNU_SOURCE -I%include -I%test_dir/../runtime %s -o %t
// RUN: %t > %t.out && FileCheck %s < %t.out
#include "options.c"

#include <inttypes.h>
#include <stdarg.h>

void memfn_say(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vprintf(format, list);
	va_end(list);
	putchar('\n');
}

static void show(const char *options)
{
	memfn_options_read(options);
	printf("%s: %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", options, memfn_options.monitor,
		   memfn_options.reserve, memfn_options.max_depth);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	// CHECK: monitor=0.5s:reserve=1.5M: 500000000 1572864 4000000
	show("monitor=0.5s:reserve=1.5M");
	// CHECK: monitor=0.000001234567s:reserve=2KB: 1234 2048 4000000
	show("monitor=0.000001234567s:reserve=2KB");
	// CHECK: monitor=1.25ms:reserve=0.25KiB: 1250000 256 4000000
	show("monitor=1.25ms:reserve=0.25KiB");
	// CHECK: monitor=2.5us:reserve=0.999999999GiB: 2500 1073741822 4000000
	show("monitor=2.5us:reserve=0.999999999GiB");
	// CHECK: monitor=0:reserve=4096: 0 4096 4000000
	show("monitor=0:reserve=4096");
	// CHECK: monitor=0.5 is not understood
	// CHECK: reserve=1.5 is not understood
	// CHECK: max_depth=1.5 is not understood
	// CHECK: monitor=0.5:reserve=1.5:max_depth=1.5: 0 0 4000000
	show("monitor=0.5:reserve=1.5:max_depth=1.5");
	// CHECK: monitor=.5s is not understood
	// CHECK: reserve=1.M is not understood
	show("monitor=.5s:reserve=1.M");
	// CHECK: monitor=1.5.5s is not understood
	// CHECK: reserve=1.5s is not understood
	show("monitor=1.5.5s:reserve=1.5s");
	// CHECK: reserve=17179869184.5G is not understood
	// CHECK: reserve=17179869184.5G: 0 0 4000000
	show("reserve=17179869184.5G");

	uint64_t value;
	// CHECK: 0.1s: 1 100000000
	printf("0.1s: %d ", memfn_options_time_or_size("0.1s", &value));
	printf("%" PRIu64 "\n", value);
	// CHECK: 0.5MB: 2 524288
	printf("0.5MB: %d ", memfn_options_time_or_size("0.5MB", &value));
	printf("%" PRIu64 "\n", value);
	// CHECK: 0.5: 0
	printf("0.5: %d\n", memfn_options_time_or_size("0.5", &value));
	return 0;
}
