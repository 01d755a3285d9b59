import Model

/// What an app may write to: `.dcc` in its workspace, which keeps its home, caches and temporary files.
enum AppFolder {
    static let name = ".dcc"
    /// Where an app finds it that is built from a Dockerfile: its own files are the image's, at `/app` or elsewhere.
    static let data = "/data"

    static func own(_ build: BuildMethod) -> String {
        switch build {
        case .python: "/app/\(name)"
        case .dockerfile: data
        }
    }
}
