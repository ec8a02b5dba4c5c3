/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Figures as people read them. All texts are to be freed with g_free. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

/* 1,204,331 */
char *format_count(int64_t count);
/* 1 call, 2 calls */
char *format_plural(int64_t count, const char *noun);
/* Bytes with a unit (B, KiB, MiB, GiB): below 100 of a unit one decimal, else none; bytes have
 * none. With `exact` always bytes. */
char *format_size(int64_t bytes, bool exact);
/* Seconds with three decimals as in pstats; what would read 0.000 without being zero gets a unit of
 * its own: 412 ns, 12.5 us. */
char *format_seconds(int64_t ns);
/* With its unit, always: 1.42 s, 12.5 ms. */
char *format_duration(int64_t ns);
/* RFC 3339, in UTC, whole seconds. */
char *format_date(int64_t realtime_ns);
/* One decimal: 1.8 */
char *format_percent(double part, double whole);

/* The whole part, or the end of what an int64_t can be that is next to it. */
int64_t format_whole(double value);

/* As Python's tracemalloc writes a size (_format_size in its source). */
char *format_size_python(double size, bool sign);

/* As Python prints a float that has so many decimals at most: 2.0, 0.25. */
char *format_python_float(double value, int decimals);

#endif
