/// Commands that serve an app. An address is added where the program has an option for it.
extension Framework {
    /// - Parameter path: of the program.
    /// - Returns: nil if the program starts its own server, which can be reached.
    func command(serving path: String, _ code: String) -> String? {
        let module = Lines.module(path)
        switch self {
        case .streamlit: return "streamlit run \(path)"
        case .chainlit: return "chainlit run \(path) --headless"
        case .marimo where code.contains("marimo.App("): return "marimo run \(path) --headless --port \(port)"
        case .panel where code.contains(".servable("): return "panel serve \(path) --port \(port)"
        case .django where path.hasSuffix("manage.py"):
            return "python \(path) migrate && python \(path) runserver 0.0.0.0:\(port)"
        case .fastapi where !Self.setsAddress("uvicorn.run(", code):
            return Lines.variable(of: "FastAPI(", in: code).map { name in
                "uvicorn \(module):\(name) --host 0.0.0.0 --port \(Lines.port(in: code) ?? port)"
            }
        case .flask where !Self.setsAddress(".run(", code) && Lines.variable(of: "Flask(", in: code) != nil:
            return "flask --app \(module) run --host 0.0.0.0 --port \(Lines.port(in: code) ?? port)"
        default: return nil
        }
    }

    /// Of a server that needs no program. People sign in at the link already, so Jupyter asks for no token of its own.
    var command: String? {
        switch self {
        case .voila: "voila --no-browser --port=\(port)"
        case .jupyterlab: "jupyter lab --no-browser --port \(port) --IdentityProvider.token=''"
        case .mlflow: "mlflow server --port \(port)"
        default: nil
        }
    }

    /// True if code that starts a server may say where it listens; by default, it is on 127.0.0.1.
    private static func setsAddress(_ call: String, _ code: String) -> Bool {
        code.contains(call) && (code.contains("host") || code.contains("HOST"))
    }
}
