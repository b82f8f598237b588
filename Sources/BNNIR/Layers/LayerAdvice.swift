extension LayerKind {
  /// What to write instead of a layer that this format does not have, or why that cannot be built;
  /// nil for names that are not known to be of layers. Case, `_`, `-` and the dimensions of a map
  /// do not count, nor does `ing` at the end.
  static func advice(insteadOf name: String) -> String? {
    guard name.utf8.count <= Identifier.maximumLength else { return nil }
    var word = name.lowercased().filter { $0 != "_" && $0 != "-" }
    for dimensions in ["1d", "2d", "3d"] { word = word.replacing(dimensions, with: "") }
    if word.hasSuffix("ing") { word.removeLast(3) }
    return adviceByName.first { $0.names.contains(word) }?.text
  }

  static let adviceByName: [(names: Set<String>, text: String)] = [
    (
      ["relu", "relu6", "clip", "clamp", "hardtanh", "htanh", "hardsigmoid"],
      "'requantize' with a 'minimum', a 'maximum' or both, behind a 'scale_bias' for a slope"
    ),
    (
      ["leakyrelu", "rprelu"], "'prelu', with a 'scale_bias' for what is added before and behind it"
    ),
    (
      ["conv", "convolution", "quantconv", "separableconv", "depthwiseconv"],
      "'binary_conv' for weights +1 and -1, 'integer_conv' for others; 'groups' for depthwise ones"
    ),
    (
      ["dense", "linear", "fc", "fullyconnected", "gemm", "matmul", "quantdense", "binarylinear"],
      "'binary_dense' for weights +1 and -1, 'integer_dense' for others"
    ),
    (
      [
        "avgpool", "averagepool", "globalaveragepool", "globalavgpool", "adaptiveavgpool", "gap",
        "meanpool",
      ],
      "'sum_pool'; the thresholds, 'scale_bias' or 'requantize' behind it divide"
    ),
    (
      ["globalmaxpool", "adaptivemaxpool", "pool"],
      "'max_pool' or 'sum_pool'; a 'kernel' as large as the map for a global one"
    ),
    (["shortcut", "residual", "skip", "sum", "eltwise"], "'add'"),
    (["concatenate", "cat"], "'concat'"),
    (
      ["shuffle", "channelshuffle", "slice", "split", "gather", "permute"], "'select' for channels"
    ),
    (
      ["quantize", "quant", "dorefa", "multibit", "activation"],
      "'threshold' for one bit, 'multi_threshold' for several, 'requantize' for fixed point"
    ),
    (["binarize", "bipolarquant", "ste"], "'sign', or 'threshold' with integers"),
    (["gate", "precisiongating"], "'gated_add'"),
    (
      ["flatten", "reshape", "dropout", "identity", "cast"],
      "leave it out: dense layers read maps row by row, channels innermost"
    ),
    (
      ["softmax", "logsoftmax"],
      "leave it out: it keeps the order of the scores, and 'argmax' names the largest"
    ),
    (["thermometer", "table"], "it is an encoding of the document's 'input'"),
    (["input", "inputlayer"], "'input' is a key of the document, not a layer"),
    (
      [
        "sigmoid", "tanh", "softplus", "elu", "selu", "gelu", "swish", "silu",
        "mish",
      ],
      "smooth functions are not built: a rising one can be 'multi_threshold', in steps"
    ),
    (
      ["mul", "multiply", "squeezeexcite", "se", "attention", "selfattention", "transformer"],
      "products of two activations are not built: weights are constants"
    ),
    (
      ["layernorm", "groupnorm", "instancenorm", "lrn"],
      "not built: its factors depend on the frame; those of 'batch_norm' are constants"
    ),
    (
      [
        "convtranspose", "deconv", "upsample", "upsampl", "resize", "interpolate", "unpool",
      ],
      "not built: maps keep their size or shrink"
    ),
    (
      ["lstm", "gru", "rnn", "loop", "if"],
      "not built: frames are computed one by one, all alike, without a memory of earlier ones"
    ),
    (["embedding", "lookup"], "not built; a table of pixels is the encoding 'table' of 'input'"),
  ]
}
