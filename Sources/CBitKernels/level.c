#include "CBitKernels.h"

bnn_level bnn_best_level(void) {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq")) {
    return bnn_level_avx512;
  }
  if (__builtin_cpu_supports("avx2")) return bnn_level_avx2;
#endif
  return bnn_level_portable;
}
