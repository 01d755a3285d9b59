/// Guesses which program a mistyped name means.
enum LikelyProgram {
    private static let common = [
        "python3", "python", "pip", "bash", "sh", "streamlit", "gunicorn", "uvicorn", "hypercorn", "flask", "gradio",
        "jupyter", "jupyter-lab", "jupyter-notebook", "chainlit", "accelerate", "torchrun", "fastapi", "django-admin",
        "celery", "panel", "voila", "node", "npm", "npx", "yarn", "make", "ffmpeg", "git",
    ]

    /// - Returns: nil if no common program's name is within two changes, or one for short names.
    static func name(for typed: String) -> String? {
        if typed == "py" || typed.hasPrefix("python2") { return "python3" }
        let allowed = typed.count < 5 ? 1 : 2
        return common.filter { $0 != typed }.map { ($0, distance(typed, $0)) }.filter { $0.1 <= allowed }
            .min { $0.1 < $1.1 }?.0
    }

    /// The start command with the right name; nil if it does not begin with the wrong one.
    static func command(_ command: String, insteadOf typed: String) -> String? {
        let bare = command.trimming(\.isWhitespace)
        guard let likely = name(for: typed), bare.hasPrefix(typed) else { return nil }
        let rest = bare.dropFirst(typed.count)
        return rest.first.map(\.isWhitespace) ?? true ? likely + rest : nil
    }

    /// Insertions, removals, replacements and swaps of neighbours (optimal string alignment).
    private static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first.utf8), Array(second.utf8))
        guard a.count < 40, !a.isEmpty else { return .max }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
