#include "CBitKernels.h"

#include "targets.h"

// A packer makes one result word from up to 64 elements, the first one in bit 0.

typedef uint64_t integer_packer(const int32_t *values, const int32_t *limits, size_t count);
typedef uint64_t byte_packer(
    const uint8_t *bytes, uint8_t toggled, uint8_t bound, size_t count);

static uint64_t pack_integers_portable(
    const int32_t *values, const int32_t *limits, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; i++) word |= (uint64_t)(values[i] > limits[i]) << i;
  return word;
}

static uint64_t pack_bytes_portable(
    const uint8_t *bytes, uint8_t toggled, uint8_t bound, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; i++) word |= (uint64_t)((bytes[i] ^ toggled) >= bound) << i;
  return word;
}

#ifdef __x86_64__

TARGET_AVX2 static uint64_t pack_integers_avx2(
    const int32_t *values, const int32_t *limits, size_t count) {
  if (count < 64) return pack_integers_portable(values, limits, count);
  uint64_t word = 0;
  for (size_t i = 0; i < 64; i += 8) {
    __m256i value = _mm256_loadu_si256((const __m256i *)(values + i));
    __m256i limit = _mm256_loadu_si256((const __m256i *)(limits + i));
    __m256 above = _mm256_castsi256_ps(_mm256_cmpgt_epi32(value, limit));
    word |= (uint64_t)_mm256_movemask_ps(above) << i;
  }
  return word;
}

TARGET_AVX2 static uint64_t pack_bytes_avx2(
    const uint8_t *bytes, uint8_t toggled, uint8_t bound, size_t count) {
  if (count < 64) return pack_bytes_portable(bytes, toggled, bound, count);
  uint64_t word = 0;
  for (size_t i = 0; i < 64; i += 32) {
    __m256i value = _mm256_loadu_si256((const __m256i *)(bytes + i));
    value = _mm256_xor_si256(value, _mm256_set1_epi8((char)toggled));
    __m256i larger = _mm256_max_epu8(value, _mm256_set1_epi8((char)bound));
    word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(value, larger)) << i;
  }
  return word;
}

TARGET_AVX512 static uint64_t pack_integers_avx512(
    const int32_t *values, const int32_t *limits, size_t count) {
  uint64_t all_used = UINT64_MAX >> (64 - count), word = 0;
  for (size_t i = 0; i < count; i += 16) {
    __mmask16 used = (__mmask16)(all_used >> i);
    __m512i value = _mm512_maskz_loadu_epi32(used, values + i);
    __m512i limit = _mm512_maskz_loadu_epi32(used, limits + i);
    word |= (uint64_t)_mm512_cmpgt_epi32_mask(value, limit) << i;
  }
  return word;
}

TARGET_AVX512 static uint64_t pack_bytes_avx512(
    const uint8_t *bytes, uint8_t toggled, uint8_t bound, size_t count) {
  __mmask64 used = UINT64_MAX >> (64 - count);
  __m512i value = _mm512_maskz_loadu_epi8(used, bytes);
  value = _mm512_xor_si512(value, _mm512_set1_epi8((char)toggled));
  return _mm512_mask_cmpge_epu8_mask(used, value, _mm512_set1_epi8((char)bound));
}

static integer_packer *const integer_packers[] = {
    [bnn_level_portable] = pack_integers_portable,
    [bnn_level_avx2] = pack_integers_avx2,
    [bnn_level_avx512] = pack_integers_avx512,
};

static byte_packer *const byte_packers[] = {
    [bnn_level_portable] = pack_bytes_portable,
    [bnn_level_avx2] = pack_bytes_avx2,
    [bnn_level_avx512] = pack_bytes_avx512,
};

#else

static integer_packer *const integer_packers[] = {pack_integers_portable};
static byte_packer *const byte_packers[] = {pack_bytes_portable};

#endif

void bnn_threshold_integers(
    bnn_level level, const int32_t *values, size_t rows, size_t columns, const int32_t *limits,
    const uint64_t *inverted, uint64_t *result) {
  integer_packer *pack = integer_packers[level];
  for (size_t row = 0; row < rows; row++, values += columns) {
    for (size_t column = 0; column < columns; column += 64) {
      size_t count = columns - column < 64 ? columns - column : 64;
      *result++ = pack(values + column, limits + column, count) ^ inverted[column / 64];
    }
  }
}

void bnn_threshold_bytes(
    bnn_level level, const uint8_t *bytes, size_t rows, size_t columns, uint8_t toggled,
    uint8_t bound, uint64_t *result) {
  if (columns == 1) {  // grey pixels; a loop that compilers turn into vectors
    for (size_t row = 0; row < rows; row++) result[row] = (bytes[row] ^ toggled) >= bound;
    return;
  }
  byte_packer *pack = byte_packers[level];
  for (size_t row = 0; row < rows; row++, bytes += columns) {
    for (size_t column = 0; column < columns; column += 64) {
      size_t count = columns - column < 64 ? columns - column : 64;
      *result++ = pack(bytes + column, toggled, bound, count);
    }
  }
}
