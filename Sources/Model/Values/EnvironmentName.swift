/// Name of an environment variable that an app may set: letters, digits and `_`, at most 128.
///
/// Apps must not set names that control which program or library is loaded, which GPUs the container gets (NVIDIA's
/// hook reads its environment: CVE-2025-23266), or what `docker compose` does.
package struct EnvironmentName: Hashable, Sendable {
    package let rawValue: String

    package static let maximumLength = 128
    private static let reserved: Set<String> = ["PATH", "HOME", "PYTHONHOME", "BASH_ENV", "ENV", "VIRTUAL_ENV"]
    private static let reservedPrefixes = ["LD_", "NVIDIA_", "COMPOSE_", "DOCKER_", "DCC_"]

    /// - Parameter field: the variable's path in the request, such as `environment[0]`.
    /// - Throws: `env_key_invalid` or `env_key_reserved`.
    package init(_ text: String, field: String) throws(FieldError) {
        let bytes = text.utf8
        guard (1...Self.maximumLength).contains(bytes.count), bytes.allSatisfy(Self.isAllowed),
            let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        else {
            throw FieldError(
                field: "\(field).name", code: "env_key_invalid",
                message: "Use up to \(Self.maximumLength) letters, digits and underscores, not starting with a digit.")
        }
        let folded = text.uppercased()
        guard !Self.reserved.contains(folded), !Self.reservedPrefixes.contains(where: folded.hasPrefix) else {
            throw FieldError(
                field: "\(field).name", code: "env_key_reserved",
                message: "The control center sets \(text) itself. Choose another name.")
        }
        rawValue = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
