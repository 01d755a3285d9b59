/// A web framework, where it determines how the app is started.
package enum Framework: String, CaseIterable, Sendable {
    case comfyui, streamlit, gradio, fastapi, flask

    /// Its default port.
    var port: Int {
        switch self {
        case .comfyui: 8188
        case .streamlit: 8501
        case .gradio: 7860
        case .fastapi: 8000
        case .flask: 5000
        }
    }

    var name: String {
        switch self {
        case .comfyui: "ComfyUI"
        case .streamlit: "Streamlit"
        case .gradio: "Gradio"
        case .fastapi: "FastAPI"
        case .flask: "Flask"
        }
    }

    /// True if this Python code uses it.
    func isUsed(by code: String) -> Bool {
        switch self {
        case .comfyui: code.contains("comfy.options") || code.contains("import comfy.")
        case .streamlit, .gradio, .fastapi, .flask:
            code.contains(rawValue)
                && Lines.of(code).contains { line in line.split(separator: ";").contains(where: isImported) }
        }
    }

    /// `import time, os, gradio as gr` or `from gradio.themes import Soft`.
    private func isImported(by statement: Substring) -> Bool {
        let (word, rest) = Lines.firstWord(statement.trimming(\.isWhitespace))
        guard word == "import" || word == "from" else { return false }
        let modules = word == "import" ? rest.split(separator: ",") : [rest[...]]
        return modules.contains { module in
            module.drop(while: \.isWhitespace).prefix { $0.isLetter || $0.isNumber || $0 == "_" } == rawValue
        }
    }

    /// True if a line of a requirements file or of a list in `pyproject.toml` names it.
    func isRequired(by line: some StringProtocol) -> Bool {
        let bare = line.drop { " \t\"',[".contains($0) }.lowercased()
        let package = bare.prefix { $0.isLetter || $0.isNumber || "_-".contains($0) }
        return self == .comfyui ? package.hasPrefix("comfyui") : package == rawValue
    }
}
