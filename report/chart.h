/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A chart of columns in a terminal: heights as eighths of a character in block characters, or as
 * thirds in ASCII. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <stdbool.h>
#include <stdio.h>

struct chart {
	const double *value; /* width of them; none is negative */
	int width, height;   /* characters */
	bool blocks;         /* else ASCII */
	const char *top;     /* what stands at the highest value, and at 0 */
	const char *bottom;
	int label_width;
	const char *below; /* width characters below the axis; NULL: no such line */
};

/* The highest value fills the height; whatever is not zero can be seen. */
void chart_print(const struct chart *chart, FILE *stream);

#endif
