/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#ifndef SHAPES_H
#define SHAPES_H
#ifdef __cplusplus
extern "C" {
#endif
void *shape_new(int sides); /* in the library, C */
int answer(void);           /* in assembly */
#ifdef __cplusplus
}
#endif
#endif
