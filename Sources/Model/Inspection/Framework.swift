/// A web framework or a server, where it determines how the app is started; the first that a program uses counts.
package enum Framework: String, CaseIterable, Sendable {
    case comfyui, streamlit, gradio, chainlit, marimo, panel, nicegui, dash, fastapi, django, flask
    /// Servers that need no program.
    case voila, jupyterlab, mlflow

    /// Its default port.
    var port: Int {
        switch self {
        case .comfyui: 8188
        case .streamlit: 8501
        case .gradio: 7860
        case .chainlit, .fastapi, .django: 8000
        case .marimo: 2718
        case .panel: 5006
        case .nicegui: 8080
        case .dash: 8050
        case .flask, .mlflow: 5000
        case .voila: 8866
        case .jupyterlab: 8888
        }
    }

    var name: String {
        switch self {
        case .comfyui: "ComfyUI"
        case .streamlit: "Streamlit"
        case .gradio: "Gradio"
        case .chainlit: "Chainlit"
        case .marimo: "marimo"
        case .panel: "Panel"
        case .nicegui: "NiceGUI"
        case .dash: "Dash"
        case .fastapi: "FastAPI"
        case .django: "Django"
        case .flask: "Flask"
        case .voila: "Voilà"
        case .jupyterlab: "JupyterLab"
        case .mlflow: "MLflow"
        }
    }

    /// Packages that bring it.
    var packages: Set<String> { self == .jupyterlab ? ["jupyterlab", "jupyter", "notebook"] : [rawValue] }

    /// True if this Python code uses it as its server.
    func isUsed(by code: String) -> Bool {
        switch self {
        case .comfyui: code.contains("comfy.options") || code.contains("import comfy.")
        case .voila, .jupyterlab, .mlflow: false
        default:
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
        return self == .comfyui ? package.hasPrefix("comfyui") : packages.contains(String(package))
    }
}
