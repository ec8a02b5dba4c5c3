/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What --help prints. */
#ifndef REPORT_HELP_H
#define REPORT_HELP_H

/* Prints lines, broken at blanks where they are wider than the terminal, or than 100 columns (80
 * where there is none), as text_wrap breaks them. A GPrintFunc: GLib's --help comes here, too. */
void help_print(const char *text);

#endif
