/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One function a command: its arguments, argv[0] being the command's name; returns the exit
 * status. */
#ifndef REPORT_COMMANDS_H
#define REPORT_COMMANDS_H

int command_stats(int argc, char **argv);
int command_export(int argc, char **argv);

#endif
