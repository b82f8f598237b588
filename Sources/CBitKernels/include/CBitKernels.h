#ifndef C_BIT_KERNELS_H
#define C_BIT_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Inner loops on packed bits. A row of `columns` bits takes (columns + 63) / 64 words, column j is
/// bit j % 64 of word j / 64, and the bits past the last column are zero, read or written.
///
/// Every function takes the level to run at, which must not be above `bnn_best_level()`, and at
/// least one column.

/// Instruction sets that the kernels are written for; each level includes those before it.
typedef enum {
  bnn_level_portable,
  /// AVX2: popcounts by nibble look-up.
  bnn_level_avx2,
  /// AVX-512 F, BW, VL and VPOPCNTDQ.
  bnn_level_avx512,
} bnn_level;

/// The highest level that this processor and operating system can run.
bnn_level bnn_best_level(void);

/// ±1 dot products of all pairs of rows:
/// result[i * weight_rows + n] = columns - 2 * popcount(x[i] xor weights[n]).
/// `columns` is below 2^31. The result does not alias the others.
void bnn_dot_products(
    bnn_level level, const uint64_t *x, size_t x_rows, const uint64_t *weights, size_t weight_rows,
    size_t columns, int32_t *result);

/// Sums of integers with +-1 weights: result[i * weight_rows + n] is the sum over j of
/// x[i * columns + j], negated where negative[j * weight_rows + n] is -1; elsewhere that is 0.
void bnn_signed_sums(
    const int32_t *x, size_t x_rows, const int32_t *negative, size_t weight_rows, size_t columns,
    int32_t *result);

/// Sums of integers with integer weights: result[i * weight_rows + n] is the sum over j of
/// x[i * columns + j] * weights[j * weight_rows + n], modulo 2^32.
void bnn_integer_sums(
    const int32_t *x, size_t x_rows, const int32_t *weights, size_t weight_rows, size_t columns,
    int32_t *result);

/// Bit c of result row i = (values[i * columns + c] > limits[c]) xor bit c of `inverted`.
void bnn_threshold_integers(
    bnn_level level, const int32_t *values, size_t rows, size_t columns, const int32_t *limits,
    const uint64_t *inverted, uint64_t *result);

/// Bit c of result row i = (bytes[i * columns + c] xor toggled) >= bound, unsigned.
/// Two's complement bytes are compared with `toggled` = 0x80 and a bound raised by 128.
void bnn_threshold_bytes(
    bnn_level level, const uint8_t *bytes, size_t rows, size_t columns, uint8_t toggled,
    uint8_t bound, uint64_t *result);

#endif
