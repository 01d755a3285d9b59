/// The one place that says which version this is; `scripts/package` asks the program.
enum Version {
    static let current = "0.6.0"
}
