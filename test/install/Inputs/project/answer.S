/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
	.text
	.globl answer
	.type answer, %function
answer:
#ifdef __x86_64__
	movl $42, %eax
	ret
#else
	mov w0, #42
	ret
#endif
	.size answer, . - answer
	.section .note.GNU-stack, "", %progbits
