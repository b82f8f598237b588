#include "CBitKernels.h"

#if defined(__x86_64__) && defined(__linux__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void bnn_integer_sums(
    const int32_t *x, size_t x_rows, const int32_t *weights, size_t weight_rows, size_t columns,
    int32_t *result) {
  // Unsigned: sums of a part of the columns may need more than 32 bits.
  for (size_t i = 0; i < x_rows; i++) {
    uint32_t *restrict sums = (uint32_t *)result + i * weight_rows;
    for (size_t n = 0; n < weight_rows; n++) sums[n] = 0;
    for (size_t j = 0; j < columns; j++) {
      const uint32_t value = (uint32_t)x[i * columns + j];
      const int32_t *restrict column = weights + j * weight_rows;
      for (size_t n = 0; n < weight_rows; n++) sums[n] += value * (uint32_t)column[n];
    }
  }
}
