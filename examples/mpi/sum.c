/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Each rank makes a part of a vector, of its own length, and all add up their parts. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

#include <memfn/memfn.h>

MEMFN_PROFILE static double *make_part(int rank, size_t count)
{
	double *part = malloc(count * sizeof *part);
	for (size_t i = 0; part && i < count; i++)
		part[i] = rank + 1;
	return part;
}

MEMFN_PROFILE static double sum_part(int rank)
{
	size_t count = 100000 * ((size_t)rank + 1);
	double *part = make_part(rank, count), sum = 0;
	for (size_t i = 0; part && i < count; i++)
		sum += part[i];
	free(part);
	return sum;
}

int main(int argc, char **argv)
{
	int rank, ranks;
	double part, sum;

	MPI_Init(&argc, &argv);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	MPI_Comm_size(MPI_COMM_WORLD, &ranks);
	part = sum_part(rank);
	MPI_Reduce(&part, &sum, 1, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
	if (!rank)
		printf("%d ranks: %.0f\n", ranks, sum);
	MPI_Finalize();
	return 0;
}
