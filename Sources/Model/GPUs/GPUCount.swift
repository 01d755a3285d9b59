/// Number of GPUs an app asks for; 0 means CPU only.
package struct GPUCount: Hashable, Sendable {
    package let rawValue: Int

    package static let none = GPUCount(unchecked: 0)
    package static let maximum = 16

    package init(_ number: Int) throws(FieldError) {
        guard (0...Self.maximum).contains(number) else {
            throw FieldError(
                field: "gpus", code: "gpus_range", message: "Enter 0 to \(Self.maximum) GPUs.")
        }
        rawValue = number
    }

    private init(unchecked number: Int) {
        rawValue = number
    }
}
