# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import shuffle

cards = list(range(100000))
for _ in range(10):
    cards = shuffle.riffle(cards)
cards = shuffle.reverse(cards)
print(cards[:5])
