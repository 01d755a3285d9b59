/// A file is not in the format that its name says.
struct FormatError: Error, Equatable {
    /// From 1.
    let line: Int
    /// One clause without a full stop, such as “a string has no end”.
    let message: String
}
