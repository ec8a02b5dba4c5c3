/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What --help prints. */
#ifndef REPORT_HELP_H
#define REPORT_HELP_H

/* Prints lines, those wider than the terminal, though it be wider than 100 columns (80 elsewhere),
 * broken at blanks; what follows
 * then stands below the description of an option, behind two blanks or more, or else below the
 * beginning of its line. A GPrintFunc: GLib's --help comes here, too. */
void help_print(const char *text);

#endif
