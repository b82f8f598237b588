import Testing

@testable import BNNIR

@Suite("Advice on layers that the format does not have")
struct LayerAdviceTests {
  @Test(
    "finds the names of frameworks",
    arguments: [
      ("AvgPool2d", "'sum_pool'"), ("AveragePooling2D", "'sum_pool'"),
      ("GlobalAveragePooling2D", "'sum_pool'"), ("adaptive_avg_pool2d", "'sum_pool'"),
      ("ReLU", "'requantize'"), ("hard_tanh", "'requantize'"), ("Linear", "'binary_dense'"),
      ("QuantConv2D", "'binary_conv'"), ("UpSampling2D", "not built"), ("LSTM", "not built"),
      ("ConvTranspose2d", "not built"), ("Concatenate", "'concat'"), ("input", "a key"),
    ])
  func known(name: String, words: String) throws {
    #expect(try #require(LayerKind.advice(insteadOf: name)).contains(words))
  }

  @Test(
    "leaves misspelt kinds to the spelling", arguments: ["BinaryDense", "maxpool2", "treshold"])
  func misspelt(name: String) {
    #expect(LayerKind.advice(insteadOf: name) == nil)
  }

  @Test("no name is given twice or is that of a kind, and kinds that are quoted exist")
  func table() {
    let names = LayerKind.adviceByName.flatMap(\.names)
    let kinds = LayerKind.allCases.map(\.rawValue)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isDisjoint(with: kinds))
    let keys = ["minimum", "maximum", "groups", "kernel", "input", "table"]
    for entry in LayerKind.adviceByName {
      for quoted in entry.text.matches(of: /'([a-z_]+)'/).map({ String($0.output.1) }) {
        #expect(kinds.contains(quoted) || keys.contains(quoted), "\(quoted)")
      }
    }
  }
}
