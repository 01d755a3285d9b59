/// Which version of a package was the first with a wheel for a version of Python on x86-64 Linux, as PyPI has them.
enum FirstWheels {
    private static let pythons = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]

    private static let table: [String: [String]] = [
        "aiohttp": ["3.7.0", "3.8.0", "3.8.3", "3.9.0", "3.10.5", "3.13.0"],
        "cffi": ["1.14.3", "1.15.0", "1.15.1", "1.16.0", "1.17.0", "2.0.0"],
        "faiss-cpu": ["1.6.4", "1.7.2", "1.7.3", "1.8.0", "1.10.0", "1.12.0"],
        "gevent": ["20.6.1", "21.12.0", "22.10.1", "23.7.0", "24.10.1", "25.8.1"],
        "greenlet": ["0.4.17", "1.1.0", "1.1.3", "3.0.0", "3.1.0", "3.2.3"],
        "grpcio": ["1.33.1", "1.41.0", "1.49.1", "1.59.0", "1.66.2", "1.75.1"],
        "h5py": ["3.0.0", "3.6.0", "3.8.0", "3.10.0", "3.12.1", "3.15.0"],
        "llvmlite": ["0.36.0", "0.38.0", "0.40.0", "0.42.0", "0.44.0", "0.46.0"],
        "lxml": ["4.5.2", "4.6.3", "4.9.1", "4.9.3", "5.3.0", "6.0.1"],
        "matplotlib": ["3.3.3", "3.5.0", "3.6.0", "3.8.0", "3.9.2", "3.10.5"],
        "numba": ["0.53.0", "0.55.0", "0.57.0", "0.59.0", "0.61.0", "0.63.0"],
        "numpy": ["1.19.3", "1.21.2", "1.23.2", "1.26.0", "2.1.0", "2.3.2"],
        "onnxruntime": ["1.7.0", "1.12.0", "1.15.0", "1.17.0", "1.20.0", "1.24.1"],
        "pandas": ["1.1.3", "1.3.3", "1.5.0", "2.1.1", "2.2.3", "2.3.3"],
        "pillow": ["8.0.0", "8.3.2", "9.2.0", "10.0.0", "10.4.0", "11.3.0"],
        "psycopg2-binary": ["2.8.6", "2.9.1", "2.9.5", "2.9.9", "2.9.10", "2.9.11"],
        "pyyaml": ["5.4", "6.0", "6.0", "6.0.1", "6.0.2", "6.0.3"],
        "scikit-learn": ["0.24.0", "1.0.2", "1.1.3", "1.3.1", "1.5.2", "1.7.2"],
        "scipy": ["1.5.4", "1.7.2", "1.9.2", "1.11.2", "1.14.1", "1.16.1"],
        "sentencepiece": ["0.1.94", "0.1.96", "0.1.98", "0.2.0", "0.2.1", "0.2.1"],
        "tensorflow": ["2.5.0", "2.8.0", "2.12.0", "2.16.1", "2.20.0"],
        "tokenizers": ["0.9.4", "0.11.5", "0.13.2", "0.14.0", "0.15.1", "0.21.0"],
        "torch": ["1.7.1", "1.11.0", "1.13.0", "2.2.0", "2.5.0", "2.9.0"],
        "torchaudio": ["0.7.2", "0.11.0", "2.0.1", "2.2.0", "2.6.0", "2.9.0"],
        "torchvision": ["0.8.2", "0.12.0", "0.15.1", "0.17.0", "0.21.0", "0.24.0"],
    ]

    /// - Parameters:
    ///   - requirement: pins an older version, such as `numpy==1.19.5`.
    ///   - python: such as `3.11`.
    /// - Returns: nil for a package that the table lacks, and for a version that has a wheel.
    static func version(for requirement: String, python: String) -> String? {
        let name = RequirementText.name(of: requirement)
        guard let place = pythons.firstIndex(of: python), let versions = table[RequirementText.normal(name)],
            place < versions.count, let start = requirement.firstRange(of: "==")
        else { return nil }
        let pinned = numbers(requirement[start.upperBound...])
        return !pinned.isEmpty && pinned.lexicographicallyPrecedes(numbers(versions[place])) ? versions[place] : nil
    }

    private static func numbers(_ version: some StringProtocol) -> [Int] {
        version.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
    }
}
