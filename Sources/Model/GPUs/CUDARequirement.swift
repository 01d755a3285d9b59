/// A CUDA version that an app's packages or its image were built for, and where it was found.
package struct CUDARequirement: Equatable, Sendable {
    package let version: CUDAVersion
    /// For display: the line of the requirements file, or the image's variable.
    package let source: String

    /// The newest CUDA version that a requirements file asks for; nil if no line names one.
    ///
    /// Files included with `-r` are not read.
    static func newest(inRequirements text: String) -> CUDARequirement? {
        lines(of: text).compactMap { line in
            version(in: line).map { CUDARequirement(version: $0, source: line) }
        }.max { $0.version < $1.version }
    }

    /// From the variables set by NVIDIA's images.
    static func ofImage(_ environment: [String: String]) -> CUDARequirement? {
        guard let text = environment["CUDA_VERSION"], let version = CUDAVersion(text) else { return nil }
        return CUDARequirement(version: version, source: "CUDA_VERSION=\(text)")
    }

    /// Requirement lines: comments removed, continuations joined, lines for other operating systems dropped.
    static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var pending = ""
        for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let isContinued = raw.hasSuffix("\\")
            pending += isContinued ? raw.dropLast() : raw
            guard !isContinued else { continue }
            lines.append(pending)
            pending = ""
        }
        return (lines + [pending]).map(withoutComment).filter { !$0.isEmpty && !isForOtherSystem($0) }
    }

    /// pip treats `#` as a comment at the start of a line or after white space.
    private static func withoutComment(_ line: String) -> String {
        var words: [Substring] = []
        for word in line.split(whereSeparator: \.isWhitespace) {
            if word.hasPrefix("#") { break }
            words.append(word)
        }
        return words.joined(separator: " ")
    }

    private static func isForOtherSystem(_ line: String) -> Bool {
        guard let marker = line.split(separator: ";", maxSplits: 1).dropFirst().first?.lowercased() else {
            return false
        }
        return marker.contains("==") && ["win32", "windows", "darwin"].contains { marker.contains($0) }
    }

    private static func version(in line: String) -> CUDAVersion? {
        if line.hasPrefix("-") { return buildTags(in: line).max() }
        let requirement = String(line.prefix { $0 != ";" }).lowercased()
        let tagged = buildTags(in: requirement) + packageTags(in: requirement)
        // NVIDIA's wheels for a major version carry the exact CUDA version as their own.
        if let own = ownVersion(of: requirement) { return ([own] + tagged.filter { $0.major > own.major }).max() }
        return tagged.max() ?? tensorFlow(requirement)
    }

    /// `cu130` in an index like `https://download.pytorch.org/whl/cu130` or a build such as `torch==2.9.0+cu130`, and
    /// `cu12` in a package name.
    private static func buildTags(in text: String) -> [CUDAVersion] {
        words(of: text).compactMap { word in
            guard word.hasPrefix("cu") else { return nil }
            // More tags may follow in a wheel's build: `cu12torch2.8cxx11abi`.
            return compact(word.dropFirst(2).prefix { $0.isNumber })
        }
    }

    /// `cuda13x` in `cupy-cuda13x`, `cuda12` in `jax[cuda12_pip]`, `cuda118` elsewhere.
    private static func packageTags(in text: String) -> [CUDAVersion] {
        words(of: text).compactMap { word in
            word.hasPrefix("cuda") ? compact(word.dropFirst(4).prefix { $0.isNumber }) : nil
        }
    }

    private static func words(of text: String) -> [Substring] {
        // `%2B` is `+` in a URL.
        text.replacing("%2B", with: "+").replacing("%2b", with: "+").split { !$0.isLetter && !$0.isNumber }
    }

    /// `130` and `118` mean 13.0 and 11.8; `12` means any 12.x.
    private static func compact(_ digits: Substring) -> CUDAVersion? {
        guard let number = Int(digits) else { return nil }
        switch digits.count {
        case 2: return number < 50 ? CUDAVersion(number, 0) : CUDAVersion(number / 10, number % 10)
        case 3: return CUDAVersion(number / 10, number % 10)
        default: return nil
        }
    }

    /// NVIDIA's own packages use CUDA's version: `nvidia-cuda-runtime-cu12==12.8.90`, `cuda-python==13.0.1`.
    private static func ownVersion(of requirement: String) -> CUDAVersion? {
        let name = requirement.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            .replacing("_", with: "-")
        let isVersioned = ["nvidia-cuda-", "cuda-python", "cuda-bindings", "cuda-toolkit"].contains {
            name.hasPrefix($0)
        }
        return isVersioned ? pinned(requirement).flatMap { CUDAVersion($0) } : nil
    }

    /// `tensorflow[and-cuda]` includes CUDA 12 since 2.15, CUDA 11 before (TensorFlow's "tested build configurations").
    private static func tensorFlow(_ requirement: String) -> CUDAVersion? {
        guard requirement.hasPrefix("tensorflow"), requirement.contains("and-cuda") else { return nil }
        guard let own = pinned(requirement).flatMap({ CUDAVersion($0) }) else { return CUDAVersion(12, 0) }
        return own < CUDAVersion(2, 15) ? CUDAVersion(11, 8) : CUDAVersion(12, 0)
    }

    /// The version after `==` or `~=`.
    private static func pinned(_ requirement: String) -> Substring? {
        guard let start = requirement.firstRange(of: "==") ?? requirement.firstRange(of: "~=") else { return nil }
        return requirement[start.upperBound...].drop { $0 == "=" || $0 == " " }.prefix { $0.isNumber || $0 == "." }
    }
}
