#include <stdbool.h>

#include "CBitKernels.h"

#include "targets.h"

// Weights are taken eight rows at a time and interleaved, word by word, so that one vector holds
// the same word of eight rows: a lane is a row, and popcounts need no sum across lanes. As many of
// these blocks as stay in the first-level cache form a tile, with which all rows of x are
// multiplied; a row too long for a tile is cut, and its parts are summed in the result.

enum { lanes = 8, tile_words = 2048 };

typedef struct {
  const uint64_t *x;
  size_t x_rows, x_stride;
  /// Interleaved weights: word w of row 8 * b + lane is words[(b * depth + w) * lanes + lane].
  const uint64_t *words;
  size_t rows, depth;
  int32_t *result;
  size_t result_stride;
  /// Whether these are the rows' first words, so that sums start here, at `columns`.
  bool is_first;
  int32_t columns;
} tile;

static void multiply_portable(const tile *t) {
  for (size_t i = 0; i < t->x_rows; i++) {
    const uint64_t *x = t->x + i * t->x_stride;
    for (size_t row = 0; row < t->rows; row += lanes) {
      const uint64_t *weights = t->words + row * t->depth;
      uint64_t counts[lanes] = {0};
      for (size_t w = 0; w < t->depth; w++) {
        for (size_t lane = 0; lane < lanes; lane++) {
          counts[lane] += (uint64_t)__builtin_popcountll(x[w] ^ weights[w * lanes + lane]);
        }
      }
      int32_t *result = t->result + i * t->result_stride + row;
      for (size_t lane = 0; lane < lanes && row + lane < t->rows; lane++) {
        result[lane] = (t->is_first ? t->columns : result[lane]) - 2 * (int32_t)counts[lane];
      }
    }
  }
}

#ifdef __x86_64__

/// result[lane] = start - 2 * counts[lane] in the lanes whose mask is negative.
TARGET_AVX2 static inline void store_sums(
    const tile *t, __m256i counts, __m256i mask, int32_t *result) {
  __m256i start =
      t->is_first ? _mm256_set1_epi32(t->columns) : _mm256_maskload_epi32(result, mask);
  __m256i sums = _mm256_sub_epi32(start, _mm256_add_epi32(counts, counts));
  _mm256_maskstore_epi32(result, mask, sums);
}

/// The lanes of a block that hold a row; -1 where they do.
TARGET_AVX2 static inline __m256i used_lanes(const tile *t, size_t row) {
  size_t used = t->rows - row < lanes ? t->rows - row : lanes;
  return _mm256_cmpgt_epi32(
      _mm256_set1_epi32((int32_t)used), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/// One popcount per byte.
TARGET_AVX2 static inline __m256i byte_counts(__m256i bits) {
  const __m256i counts = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  const __m256i nibble = _mm256_set1_epi8(15);
  __m256i low = _mm256_shuffle_epi8(counts, _mm256_and_si256(bits, nibble));
  __m256i high =
      _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(bits, 4), nibble));
  return _mm256_add_epi8(low, high);
}

/// Rows i ..< i + x_rows of x times the block of weights that starts at `row`; `x_rows` is a
/// constant wherever this is inlined, so that all counts stay in registers.
TARGET_AVX2 static inline void multiply_block_avx2(
    const tile *t, size_t i, const size_t x_rows, size_t row) {
  enum { most_x_rows = 4, words_until_overflow = 255 / 8 };
  const uint64_t *x = t->x + i * t->x_stride;
  const __m256i *weights = (const __m256i *)(t->words + row * t->depth);
  __m256i counts[most_x_rows][2] = {0};
  for (size_t start = 0; start < t->depth; start += words_until_overflow) {
    size_t end = t->depth - start < words_until_overflow ? t->depth : start + words_until_overflow;
    __m256i bytes[most_x_rows][2] = {0};
    for (size_t w = start; w < end; w++) {
      for (size_t r = 0; r < x_rows; r++) {
        __m256i bits = _mm256_set1_epi64x((int64_t)x[r * t->x_stride + w]);
        for (size_t half = 0; half < 2; half++) {
          __m256i differing = _mm256_xor_si256(bits, weights[w * 2 + half]);
          bytes[r][half] = _mm256_add_epi8(bytes[r][half], byte_counts(differing));
        }
      }
    }
    for (size_t r = 0; r < x_rows; r++) {
      for (size_t half = 0; half < 2; half++) {
        __m256i sums = _mm256_sad_epu8(bytes[r][half], _mm256_setzero_si256());
        counts[r][half] = _mm256_add_epi64(counts[r][half], sums);
      }
    }
  }
  __m256i mask = used_lanes(t, row);
  for (size_t r = 0; r < x_rows; r++) {
    __m256 low = _mm256_castsi256_ps(counts[r][0]), high = _mm256_castsi256_ps(counts[r][1]);
    __m256i pairs = _mm256_castps_si256(_mm256_shuffle_ps(low, high, _MM_SHUFFLE(2, 0, 2, 0)));
    __m256i narrow = _mm256_permute4x64_epi64(pairs, _MM_SHUFFLE(3, 1, 2, 0));
    store_sums(t, narrow, mask, t->result + (i + r) * t->result_stride + row);
  }
}

TARGET_AVX2 static void multiply_avx2(const tile *t) {
  size_t i = 0;
  for (; i + 4 <= t->x_rows; i += 4) {
    for (size_t row = 0; row < t->rows; row += lanes) multiply_block_avx2(t, i, 4, row);
  }
  for (; i < t->x_rows; i++) {
    for (size_t row = 0; row < t->rows; row += lanes) multiply_block_avx2(t, i, 1, row);
  }
}

/// Rows i ..< i + x_rows of x times the block of weights that starts at `row`; `x_rows` is a
/// constant wherever this is inlined, so that all counts stay in registers.
TARGET_AVX512 static inline void multiply_block_avx512(
    const tile *t, size_t i, const size_t x_rows, size_t row) {
  enum { most_x_rows = 8 };
  const uint64_t *x = t->x + i * t->x_stride;
  const __m512i *weights = (const __m512i *)(t->words + row * t->depth);
  __m512i counts[most_x_rows] = {0};
  for (size_t w = 0; w < t->depth; w++) {
    for (size_t r = 0; r < x_rows; r++) {
      __m512i bits = _mm512_set1_epi64((int64_t)x[r * t->x_stride + w]);
      __m512i differing = _mm512_xor_si512(bits, weights[w]);
      counts[r] = _mm512_add_epi64(counts[r], _mm512_popcnt_epi64(differing));
    }
  }
  __m256i mask = used_lanes(t, row);
  for (size_t r = 0; r < x_rows; r++) {
    __m256i narrow = _mm512_cvtepi64_epi32(counts[r]);
    store_sums(t, narrow, mask, t->result + (i + r) * t->result_stride + row);
  }
}

TARGET_AVX512 static void multiply_avx512(const tile *t) {
  size_t i = 0;
  for (; i + 8 <= t->x_rows; i += 8) {
    for (size_t row = 0; row < t->rows; row += lanes) multiply_block_avx512(t, i, 8, row);
  }
  for (; i < t->x_rows; i++) {
    for (size_t row = 0; row < t->rows; row += lanes) multiply_block_avx512(t, i, 1, row);
  }
}

#endif

static void multiply(bnn_level level, const tile *t) {
  switch (level) {
#ifdef __x86_64__
    case bnn_level_avx512: multiply_avx512(t); return;
    case bnn_level_avx2: multiply_avx2(t); return;
#endif
    default: multiply_portable(t);
  }
}

/// Fills a tile's blocks from rows of weights; lanes past the last row become zero.
static void interleave(
    const uint64_t *weights, size_t rows, size_t stride, size_t depth, uint64_t *words) {
  for (size_t row = 0; row < rows; row += lanes) {
    for (size_t w = 0; w < depth; w++) {
      for (size_t lane = 0; lane < lanes; lane++) {
        *words++ = row + lane < rows ? weights[(row + lane) * stride + w] : 0;
      }
    }
  }
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

void bnn_dot_products(
    bnn_level level, const uint64_t *x, size_t x_rows, const uint64_t *weights, size_t weight_rows,
    size_t columns, int32_t *result) {
  _Alignas(64) uint64_t words[tile_words];
  size_t stride = (columns + 63) / 64;
  size_t most_depth = smaller(stride, tile_words / lanes);
  size_t most_rows = tile_words / (lanes * most_depth) * lanes;
  for (size_t row = 0; row < weight_rows; row += most_rows) {
    for (size_t start = 0; start < stride; start += most_depth) {
      tile t = {
          .x = x + start,
          .x_rows = x_rows,
          .x_stride = stride,
          .words = words,
          .rows = smaller(most_rows, weight_rows - row),
          .depth = smaller(most_depth, stride - start),
          .result = result + row,
          .result_stride = weight_rows,
          .is_first = start == 0,
          .columns = (int32_t)columns,
      };
      interleave(weights + row * stride + start, t.rows, stride, t.depth, words);
      multiply(level, &t);
    }
  }
}
