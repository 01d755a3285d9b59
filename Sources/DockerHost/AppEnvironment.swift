import Model
import Ports

/// Environment variables of an app's containers.
struct AppEnvironment {
    static let caBundle = "/etc/dcc/ca-certificates.crt"
    /// Where the app's set of shared packages is mounted.
    static let packages = "/opt/dcc/packages"

    let settings: DockerSettings
    let stack: Stack

    /// The app's own variables, overridden by those that the platform requires.
    var variables: [String: ComposeFile.EnvironmentValue] {
        var variables = places.merging(index) { _, index in index }.merging(certificates) { _, own in own }
        for (name, value) in ListeningVariables.values(port: stack.port) { variables[name] = .literal(.init(value)) }
        // uvicorn and gunicorn: only nginx reaches an app, so its X-Forwarded headers are true, and links are for HTTPS.
        variables["FORWARDED_ALLOW_IPS"] = "*"
        if let host = stack.linkHost { variables["LINK_HOST"] = .literal(.init(host)) }
        for (number, variable) in stack.environment.enumerated() {
            variables[variable.name.rawValue] =
                switch variable.value {
                case .plain(let text): .literal(.init(text))
                case .secret: .fromCompose(Self.secretName(number))
                }
        }
        return variables.merging(required) { _, required in required }
    }

    /// For containers that install: they run the image's Python, not that of the environment which they replace.
    var buildVariables: [String: ComposeFile.EnvironmentValue] {
        var variables = self.variables
        variables["PATH"] = .literal(.init(Self.path))
        variables["VIRTUAL_ENV"] = nil
        return variables
    }

    /// For the container that decides on the Python; it may fetch one from the operator's mirror.
    var installVariables: [String: ComposeFile.EnvironmentValue] {
        guard let mirror = settings.pythonMirror else { return buildVariables }
        return buildVariables.merging([
            "UV_PYTHON_INSTALL_MIRROR": .literal(.init(mirror)), "UV_PYTHON_INSTALL_DIR": "/app/.dcc/python",
            "UV_PYTHON_DOWNLOADS": "automatic",
        ]) { _, own in own }
    }

    /// For a container that runs uv alone, and nothing of the app.
    var storeVariables: [String: ComposeFile.EnvironmentValue] {
        certificates.merging(Self.uv) { _, uv in uv }.merging([
            "HOME": "/tmp", "UV_CACHE_DIR": "/dcc/store/cache", "UV_LINK_MODE": "hardlink", "UV_NO_CONFIG": "1",
            "DCC_APP": .literal(.init(stack.app.rawValue)),
        ]) { _, own in own }
    }

    /// Everything that is written lies in the workspace, where it is counted.
    private var places: [String: ComposeFile.EnvironmentValue] {
        [
            "USER": "app", "LOGNAME": "app",
            "XDG_CACHE_HOME": "/app/.dcc/cache", "XDG_CONFIG_HOME": "/app/.dcc/home/.config",
            "XDG_DATA_HOME": "/app/.dcc/home/.local/share", "XDG_STATE_HOME": "/app/.dcc/home/.local/state",
            "XDG_RUNTIME_DIR": "/app/.dcc/tmp/run",
            "MPLCONFIGDIR": "/app/.dcc/cache/matplotlib", "NUMBA_CACHE_DIR": "/app/.dcc/cache/numba",
            "HF_HOME": "/app/.dcc/cache/huggingface", "TORCH_HOME": "/app/.dcc/cache/torch",
            "TRITON_CACHE_DIR": "/app/.dcc/cache/triton", "TORCHINDUCTOR_CACHE_DIR": "/app/.dcc/cache/inductor",
            "PYTHONPYCACHEPREFIX": "/app/.dcc/cache/python", "PIP_CACHE_DIR": "/app/.dcc/cache/pip",
            "TMPDIR": "/app/.dcc/tmp", "GRADIO_TEMP_DIR": "/app/.dcc/tmp/gradio",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_PROGRESS_BAR": "off", "PYTHONUNBUFFERED": "1",
        ]
    }

    private var index: [String: ComposeFile.EnvironmentValue] {
        guard let index = settings.pipIndex else { return [:] }
        return ["PIP_INDEX_URL": .literal(.init(index)), "UV_DEFAULT_INDEX": .literal(.init(index))]
    }

    private var certificates: [String: ComposeFile.EnvironmentValue] {
        guard settings.caBundle != nil else { return [:] }
        let names = ["PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"]
        return Dictionary(uniqueKeysWithValues: names.map { ($0, .literal(.init(Self.caBundle))) })
    }

    private var required: [String: ComposeFile.EnvironmentValue] {
        Self.uv.merging([
            "HOME": .literal(.init(AppAccount.home)),
            "PATH": .literal(.init("/app/.dcc/venv/bin:\(Self.path)")),
            "VIRTUAL_ENV": "/app/.dcc/venv", "UV_CACHE_DIR": "/app/.dcc/cache/uv",
        ]) { _, own in own }
    }

    private static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    private static let uv: [String: ComposeFile.EnvironmentValue] = [
        "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never",
    ]

    /// Secrets by the variable names that the Compose file refers to, for Compose's environment.
    static func secrets(of stack: Stack) -> [String: Secret] {
        Dictionary(
            uniqueKeysWithValues: stack.environment.enumerated().compactMap { index, variable in
                variable.secret.map { (secretName(index), $0) }
            })
    }

    private static func secretName(_ index: Int) -> String { "DCC_SECRET_\(index)" }
}
