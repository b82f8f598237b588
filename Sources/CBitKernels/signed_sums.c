#include "CBitKernels.h"

#if defined(__x86_64__) && defined(__linux__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
void bnn_signed_sums(
    const int32_t *x, size_t x_rows, const int32_t *negative, size_t weight_rows, size_t columns,
    int32_t *result) {
  for (size_t i = 0; i < x_rows; i++) {
    int32_t *restrict sums = result + i * weight_rows;
    for (size_t n = 0; n < weight_rows; n++) sums[n] = 0;
    for (size_t j = 0; j < columns; j++) {
      const int32_t value = x[i * columns + j];
      const int32_t *restrict sign = negative + j * weight_rows;
      for (size_t n = 0; n < weight_rows; n++) sums[n] += (value ^ sign[n]) - sign[n];
    }
  }
}
