/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Whether a person looks at the output, and through what. */
#ifndef REPORT_TERMINAL_H
#define REPORT_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* Sends standard output through $MEMREPORT_PAGER, $PAGER or less, where it is a terminal. To be
 * called before anything is printed. */
void terminal_page(void);
/* Waits until the pager has been left. */
void terminal_done(void);

/* when: auto, always, never or NULL. NO_COLOR and TERM=dumb say no to auto. */
bool terminal_color(const char *when);
/* Columns of the terminal, 0 where the output goes elsewhere. */
size_t terminal_width(void);

#endif
