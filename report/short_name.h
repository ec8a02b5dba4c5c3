/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Names that are shorter, for a terminal that is too narrow for the whole ones. A name is a cell
 * such as src/table.cc:14(ns::Table<int>::add). All results are to be freed with g_free. */
#ifndef REPORT_SHORT_NAME_H
#define REPORT_SHORT_NAME_H

#include <stddef.h>

/* Without the folders in front of each file:line(function). Only short_name_cut looks at the
 * columns that there are; the others are called alike. */
char *short_name_folders(const char *cell, size_t columns);
/* Without the parameters of functions that others are in: f(…)::{lambda(…)#1}::operator(). */
char *short_name_parameters(const char *cell, size_t columns);
/* Without the template arguments of template arguments: ns::Table<ns::Row<…>>::add. */
char *short_name_inner(const char *cell, size_t columns);
/* Without template arguments: ns::Table<…>::add. */
char *short_name_templates(const char *cell, size_t columns);
/* In so many columns: the file and the line, and as much of the function's end as has room. */
char *short_name_cut(const char *cell, size_t columns);

#endif
