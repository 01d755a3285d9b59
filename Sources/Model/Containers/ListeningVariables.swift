/// Environment that makes servers listen where they can be reached, by each one's documentation. Most take it only if
/// neither their options nor the app's code say otherwise.
package enum ListeningVariables {
    /// All IPv4 addresses.
    static let everywhere = "0.0.0.0"

    /// `HOST` and `PORT`: Dash, gunicorn, FastAPI's command and most servers outside of Python.
    private static let servers: [(address: String?, port: String)] = [
        ("HOST", "PORT"),
        ("GRADIO_SERVER_NAME", "GRADIO_SERVER_PORT"),
        ("STREAMLIT_SERVER_ADDRESS", "STREAMLIT_SERVER_PORT"),
        ("UVICORN_HOST", "UVICORN_PORT"),
        ("FLASK_RUN_HOST", "FLASK_RUN_PORT"),
        ("CHAINLIT_HOST", "CHAINLIT_PORT"),
        ("MLFLOW_HOST", "MLFLOW_PORT"),
        ("INVOKEAI_HOST", "INVOKEAI_PORT"),
        // Its address is an option only.
        (nil, "JUPYTER_PORT"),
    ]

    /// - Parameter port: nil for an app that listens nowhere: its servers, if any, choose for themselves.
    package static func values(port: ContainerPort?) -> [String: String] {
        var values = [
            // Streamlit would open a browser and ask for an email address.
            "STREAMLIT_SERVER_HEADLESS": "true",
            // MLflow and Bokeh would refuse the link's name; nginx refuses what other sites send there.
            "MLFLOW_SERVER_ALLOWED_HOSTS": "*", "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS": "*", "BOKEH_ALLOW_WS_ORIGIN": "*",
        ]
        guard let port else { return values }
        for server in servers {
            if let address = server.address { values[address] = everywhere }
            values[server.port] = port.description
        }
        return values
    }

    static func isAddress(_ name: some StringProtocol) -> Bool {
        servers.contains { server in server.address.map { $0 == name } ?? false }
    }

    static func isLoopback(_ address: some StringProtocol) -> Bool {
        address == "localhost" || address == "::1" || address.hasPrefix("127.")
    }

    /// The variable by which a person made the app listen on loopback only.
    static func loopback(in environment: [EnvironmentVariable]) -> String? {
        environment.first { variable in
            guard case .plain(let value) = variable.value else { return false }
            return isAddress(variable.name.rawValue) && isLoopback(value)
        }?.name.rawValue
    }
}
