/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Whether a person looks at the output, and through what. */
#ifndef REPORT_TERMINAL_H
#define REPORT_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Sends standard output through $MEMREPORT_PAGER, $PAGER or less, where it is a terminal. To be
 * called before anything is printed. */
void terminal_page(void);
/* Waits until the pager has been left. */
void terminal_done(void);

/* The user's locale for characters, or one that knows UTF-8, since names need that. Numbers are
 * printed with a point in every locale. */
void terminal_set_locale(void);
/* Whether the output is a terminal of a locale that knows UTF-8 itself. */
bool terminal_has_blocks(void);
/* Whether it is one whose locale does not: what memreport draws is ASCII there. What goes elsewhere
 * is the same in each locale. */
bool terminal_is_ascii(void);
/* What stands for text that is left out: … or ... */
const char *terminal_ellipsis(void);

/* when: auto, always, never or NULL. NO_COLOR and TERM=dumb say no to auto. */
bool terminal_color(const char *when);
/* Prints a line; to a terminal broken at blanks, where it is wider than that. */
void terminal_print(const char *line, FILE *stream);
/* Prints one behind another on stdout, the text cut where they are wider than a terminal. */
void terminal_print_cut(const char *before, const char *text);
/* Columns of the terminal, 0 where the output goes elsewhere. */
size_t terminal_width(void);

#endif
