// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shapes.h"
#include <cstdlib>
#include <vector>

static void many(int count) {
  std::vector<void *> shapes;
  for (int i = 0; i < count; i++)
    shapes.push_back(shape_new(25));
  for (void *shape : shapes)
    std::free(shape);
}

int main() {
  many(10);
  return answer() - 42;
}
