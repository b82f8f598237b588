/// A place inside a JSON document, written as in `$.layers[3].weights[0]`.
///
/// A path is the way down from the root; its text is made only when it is shown.
public indirect enum JSONPath: Hashable, Sendable {
  case root
  case member(JSONPath, key: String)
  case element(JSONPath, index: Int)

  public subscript(key: String) -> JSONPath { .member(self, key: key) }
  public subscript(index: Int) -> JSONPath { .element(self, index: index) }
}

extension JSONPath: CustomStringConvertible {
  public var description: String {
    switch self {
    case .root: "$"
    case .member(let parent, let key) where Identifier.isValid(key): "\(parent).\(key)"
    case .member(let parent, let key): "\(parent)[\(UserText.quoted(key))]"
    case .element(let parent, let index): "\(parent)[\(index)]"
    }
  }
}
