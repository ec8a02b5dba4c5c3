/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/*
 * The profile's file: what it is called, where it lies, whether it is still ours. It is always a
 * new inode: made under a temporary name, mode 0400 while it is written so that nobody's `>` or cp
 * truncates what is mapped, then renamed onto NAME; at exit it gets the umask's mode. Where the
 * file system of NAME can fail a store into space that was taken (copy-on-write, network, FUSE),
 * the live file lies elsewhere, NAME is one page that says where, and exit brings it home. Lock
 * held.
 */
#ifndef MEMFN_FILE_H
#define MEMFN_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "name.h"

extern char memfn_profile_name[MEMFN_NAME_MAX]; /* NAME, absolute */

/* Makes the file with room for `size` bytes, under the pattern's name; `child` is the pid of a
 * child made by fork, which adds it to the name, or 0. memfn_header is written into its first page.
 * -ECANCELED with live=none or where NAME is nowhere; else -errno. */
int memfn_file_make(const char *pattern, uint32_t child, uint64_t size);
/* The same under the name that is known already, in place, at exit. */
int memfn_file_make_late(uint64_t size);
/* Whether NAME is /dev/null: no profile is wanted, and nothing is said of that. */
bool memfn_file_is_nowhere(void);
/* Whether there ever was one. */
int memfn_file_was_made(void);

/* Its descriptor; -1 where there is none, or no longer. */
int memfn_file(void);
/* Whether it lies on a disk; else in memory. */
bool memfn_file_is_on_disk(void);
/* Closes the descriptor: the file is the parent's. */
void memfn_file_forget(void);
/* The mode it would have had. */
void memfn_file_give_mode(void);
/* It goes on after its end: the mode of a live file, and this state in the file under NAME. */
void memfn_file_go_on(uint32_t state);

/* Where the live file is not NAME: a new file beside NAME, to be filled; else -1. The end puts it
 * in NAME's place and removes the live file, or gives up where `failed`: that, or -errno. */
int memfn_file_home_begin(uint64_t size);
int memfn_file_home_end(int copy, int failed);

#endif
