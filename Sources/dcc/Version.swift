/// The only definition of the version; `scripts/package` reads it from `dcc --version`.
enum Version {
    static let current = "0.6.0"
}
