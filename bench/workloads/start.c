/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Nothing: what it takes is start-up and exit, which the ratios leave out. */
int main(void)
{
	return 0;
}
