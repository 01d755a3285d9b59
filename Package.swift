// swift-tools-version: 6.2
import PackageDescription

// The floor plan: a target may import only the targets in its list. The centre has five floors, each of which knows only
// the floors below it; every other target is one technology.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// All floors of the centre and what they stand on, for its tests.
let centre: [Target.Dependency] = ["ControlCenter", "Operations", "LiveState", "Ports", "Model", "Platform"]

// The suites are built as the program is, in release; optimising them would take a minute of processor time.
let testSettings = settings + [.unsafeFlags(["-Onone"])]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "docker-control-center",
    products: [.executable(name: "dcc", targets: ["dcc"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // The centre, from the top floor to the bottom.
        .target(
            name: "ControlCenter", dependencies: ["Operations", "LiveState", "Ports", "Model", "Platform"],
            swiftSettings: settings),
        .target(
            name: "Operations", dependencies: ["LiveState", "Ports", "Model", "Platform", logging],
            swiftSettings: settings),
        .target(name: "LiveState", dependencies: ["Ports", "Model"], swiftSettings: settings),
        .target(name: "Ports", dependencies: ["Model", "Platform"], swiftSettings: settings),
        .target(name: "Model", swiftSettings: settings),
        // Linux as the other targets use it; knows nothing of apps.
        .target(name: "Platform", dependencies: ["CLinux"], swiftSettings: settings),
        // Child processes, for the targets behind the ports.
        .target(
            name: "Processes", dependencies: ["Ports", "Model", "Platform", "CLinux"], swiftSettings: settings),

        // Above the centre: what carries requests to it.
        .target(name: "FastCGI", dependencies: ["Platform", "CFastCGI", httpTypes], swiftSettings: settings),
        .target(
            name: "WebAPI",
            dependencies: ["ControlCenter", "Operations", "LiveState", "Ports", "Model", httpTypes, logging],
            swiftSettings: settings),

        // Behind the ports: one technology each.
        .target(name: "SQLiteStore", dependencies: ["Ports", "Model", crypto, grdb], swiftSettings: settings),
        .target(
            name: "GitSource",
            dependencies: ["Ports", "Model", "Platform", "Processes", "CGit2", "CCurl", crypto],
            swiftSettings: settings),
        .target(
            name: "DockerHost", dependencies: ["Ports", "Model", "Platform", "Processes", "CCurl", crypto],
            resources: [.embedInCode("Scripts")], swiftSettings: settings),
        .target(
            name: "NVIDIAHost", dependencies: ["Ports", "Model", "Platform", "Processes"], swiftSettings: settings),
        .target(
            name: "ResticBackup", dependencies: ["Ports", "Model", "Platform", "Processes", crypto],
            swiftSettings: settings),
        .target(name: "ServiceManager", swiftSettings: settings),

        // What the operator sets, as settings of the others.
        .target(
            name: "Configuration",
            dependencies: ["ControlCenter", "Operations", "Ports", "Model", "DockerHost", "ResticBackup"],
            swiftSettings: settings),

        // The program: wires everything together.
        .executableTarget(
            name: "dcc",
            dependencies: [
                "ControlCenter", "Operations", "LiveState", "Ports", "Model", "Platform", "Processes", "FastCGI",
                "WebAPI", "SQLiteStore", "GitSource", "DockerHost", "NVIDIAHost", "ResticBackup", "ServiceManager",
                "Configuration", "CMalloc", argumentParser, httpTypes, logging, system,
            ],
            swiftSettings: settings,
            linkerSettings: [
                // dcc runs where no Swift is installed. The suites link the shared libraries, so the modules do not name
                // what the static Foundation needs.
                .unsafeFlags(["-static-stdlib"]),
                .linkedLibrary("CoreFoundation"), .linkedLibrary("_FoundationICU"),
                .linkedLibrary("_FoundationCollections"), .linkedLibrary("_FoundationCShims"),
                // Packed relocations take a tenth of the room, on disk and in memory. What the linker filled in is
                // read-only from the start.
                .unsafeFlags([
                    "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "-z", "-Xlinker",
                    "now",
                ]),
                // Nobody loads dcc as a library: what it does not use itself need not be kept.
                .unsafeFlags(["-Xlinker", "--no-export-dynamic"]),
            ]),

        .systemLibrary(name: "CFastCGI", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "CGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CLinux"),

        // The use-cases on a real store, with fakes at the other ports, for the tests alone.
        .target(
            name: "AppHarness", dependencies: centre + ["SQLiteStore", logging], path: "Tests/AppHarness",
            swiftSettings: settings),
        // Programs that tests make.
        .target(name: "ShellScripts", path: "Tests/ShellScripts", swiftSettings: settings),
        // A year of use for `scripts/bench usage`.
        .executableTarget(
            name: "UsageYear", dependencies: ["Configuration", "Model", "Ports", "SQLiteStore"],
            path: "Tests/UsageYear", swiftSettings: settings),
        .testTarget(
            name: "ControlCenterTests", dependencies: centre + ["AppHarness", "SQLiteStore", logging],
            swiftSettings: testSettings),
        .testTarget(
            name: "WebAPITests", dependencies: centre + ["AppHarness", "WebAPI", "SQLiteStore", logging, httpTypes],
            swiftSettings: testSettings),
        .testTarget(
            name: "SQLiteStoreTests", dependencies: ["SQLiteStore", "Ports", "Model", grdb], swiftSettings: testSettings
        ),
        .testTarget(
            name: "GitSourceTests", dependencies: ["GitSource", "Platform", "Ports", "Model"],
            swiftSettings: testSettings),
        .testTarget(
            name: "DockerHostTests", dependencies: ["DockerHost", "Ports", "Model", "ShellScripts"],
            swiftSettings: testSettings),
        .testTarget(
            name: "ProcessesTests", dependencies: ["Processes", "Ports", "Model", "Platform", "ShellScripts"],
            swiftSettings: testSettings),
        .testTarget(
            name: "NVIDIAHostTests", dependencies: ["NVIDIAHost", "Processes", "Ports", "Model", "ShellScripts"],
            swiftSettings: testSettings),
        .testTarget(
            name: "ResticBackupTests", dependencies: ["ResticBackup", "Ports", "Model", "ShellScripts"],
            swiftSettings: testSettings),
        .testTarget(
            name: "ConfigurationTests",
            dependencies: ["Configuration", "ControlCenter", "Operations", "Model", "DockerHost", "ResticBackup"],
            swiftSettings: testSettings),
        .testTarget(name: "FastCGITests", dependencies: ["FastCGI", httpTypes], swiftSettings: testSettings),
        .testTarget(name: "ServiceManagerTests", dependencies: ["ServiceManager"], swiftSettings: testSettings),
    ]
)
