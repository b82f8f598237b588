// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let bigInt = Target.Dependency.product(name: "BigInt", package: "BigInt")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(
  name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))

let package = Package(
  name: "bnn-hw",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "bnn-hw", targets: ["bnn-hw"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .target(name: "CBitKernels", cSettings: [.unsafeFlags(["-O3"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "BNNIR", dependencies: ["CBitKernels", bigInt],
      // Its golden model takes ten times as long without.
      swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "HDLGen", dependencies: ["BNNIR"], resources: [.copy("../../rtl-templates")],
      // Its timing simulation takes twenty times as long without.
      swiftSettings: settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(name: "DataFiles", dependencies: ["BNNIR", "CZlib"], swiftSettings: settings),
    .target(
      name: "ONNXImporter", dependencies: ["BNNIR", protobuf, bigInt],
      exclude: ["Protobuf/onnx.proto"], swiftSettings: settings),
    .target(
      name: "ToolRunner", dependencies: [subprocess, systemPackage], swiftSettings: settings),
    .target(
      name: "SimHarness", dependencies: ["BNNIR", "HDLGen", "ToolRunner"],
      resources: [.copy("../../testbenches/harness")], swiftSettings: settings),
    .target(
      name: "Estimator", dependencies: ["BNNIR", "HDLGen", "ToolRunner"], swiftSettings: settings),
    .target(
      name: "Report", dependencies: ["BNNIR", "HDLGen", "Estimator", mustache],
      resources: [.embedInCode("Page/page.mustache"), .embedInCode("Page/style.css")],
      swiftSettings: settings),
    .executableTarget(
      name: "bnn-hw",
      dependencies: [
        "BNNIR", "HDLGen", "DataFiles", "ONNXImporter", "ToolRunner", "SimHarness", "Estimator",
        "Report", argumentParser,
      ],
      swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["BNNIR"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "BNNIRTests", dependencies: ["BNNIR", "TestSupport"], resources: [.copy("Fixtures")],
      swiftSettings: settings),
    .testTarget(
      name: "HDLGenTests", dependencies: ["BNNIR", "HDLGen", "TestSupport"], swiftSettings: settings
    ),
    .testTarget(
      name: "DataFilesTests", dependencies: ["BNNIR", "DataFiles", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ONNXImporterTests",
      dependencies: ["BNNIR", "ONNXImporter", "ToolRunner", "TestSupport", protobuf],
      exclude: ["Models", "Reference"], swiftSettings: settings),
    .testTarget(
      name: "ToolRunnerTests", dependencies: ["ToolRunner", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ReferenceTests", dependencies: ["BNNIR", "DataFiles", "ToolRunner", "TestSupport"],
      resources: [.copy("reference.py")], swiftSettings: settings),
    .testTarget(
      name: "SimHarnessTests",
      dependencies: ["BNNIR", "HDLGen", "SimHarness", "ToolRunner", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "EstimatorTests",
      dependencies: ["BNNIR", "HDLGen", "Estimator", "ToolRunner", "TestSupport"],
      exclude: ["Recorded"], swiftSettings: settings),
    .testTarget(
      name: "ReportTests",
      dependencies: ["BNNIR", "HDLGen", "Estimator", "Report", "ToolRunner", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SharedNetworkTests",
      dependencies: [
        "BNNIR", "DataFiles", "HDLGen", "ONNXImporter", "SimHarness", "TestSupport", "ToolRunner",
      ],
      exclude: ["bmxnet_reference.py", "fracbnn_reference.py"], swiftSettings: settings),
    .testTarget(
      name: "CLITests", dependencies: ["bnn-hw", "TestSupport"], exclude: ["Errors"],
      swiftSettings: settings),
  ]
)
