internal import BNNIR

/// A value of the graph that depends on the input: a function of a network tensor.
struct Activation: Sendable {
  /// The layer whose values the function is of.
  var layer: Int
  var axes: AxisLayout
  var function: ChannelFunction
  /// What a Pad node put around the map, for the window behind it.
  var border: Border?
  /// Softmax came over the scores; only their order is left to ask for.
  var isSoftmax = false
  /// Nodes that are part of the function, in order.
  var folded: [String] = []

  struct Border: Hashable, Sendable {
    let padding: WindowGeometry.Padding
    let value: Double
  }

  init(layer: Int, axes: AxisLayout, function: ChannelFunction = .identity) {
    self.layer = layer
    self.axes = axes
    self.function = function
  }
}

/// A value of the graph, as streamlining knows it.
enum GraphValue: Sendable {
  case constant(RealTensor)
  case activation(Activation)
  /// Of a node that was refused; what reads it is not looked at.
  case refused
}

/// Why a node cannot be imported.
struct Refusal: Error {
  let id: String
  let message: String
  let hint: String?

  init(id: String, _ message: String, hint: String? = nil) {
    self.id = id
    self.message = message
    self.hint = hint
  }
}
