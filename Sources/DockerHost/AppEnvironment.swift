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
    var variables: [String: ComposeFile.EnvironmentValue] { variables(besides: []) }

    /// - Parameter own: names that the image sets itself, where it knows better.
    func variables(besides own: Set<String>) -> [String: ComposeFile.EnvironmentValue] {
        var variables = places.filter { !own.contains($0.key) }.merging(index) { _, index in index }.merging(
            certificates
        ) { _, own in own }
        for (name, value) in ListeningVariables.values(port: stack.port) { variables[name] = .literal(.init(value)) }
        // uvicorn and gunicorn: only nginx reaches an app, so its X-Forwarded headers are true, and links are for HTTPS.
        variables["FORWARDED_ALLOW_IPS"] = "*"
        if let link = stack.link, stack.port != nil {
            variables["LINK_HOST"] = .literal(.init(link.host))
            variables["LINK_URL"] = .literal(.init(link.url))
        }
        for (number, variable) in stack.environment.enumerated() {
            variables[variable.name.rawValue] =
                switch variable.value {
                case .plain(let text): .literal(.init(text))
                case .secret: .fromCompose(Self.secretName(number))
                }
        }
        return variables.merging(stack.build == .python ? required : home) { _, required in required }
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
        let own = AppFolder.own(stack.build)
        let folders = [
            "XDG_CACHE_HOME": "\(own)/cache", "XDG_CONFIG_HOME": "\(own)/home/.config",
            "XDG_DATA_HOME": "\(own)/home/.local/share", "XDG_STATE_HOME": "\(own)/home/.local/state",
            "XDG_RUNTIME_DIR": "\(own)/tmp/run",
            "MPLCONFIGDIR": "\(own)/cache/matplotlib", "NUMBA_CACHE_DIR": "\(own)/cache/numba",
            "HF_HOME": "\(own)/cache/huggingface", "TORCH_HOME": "\(own)/cache/torch",
            "TRITON_CACHE_DIR": "\(own)/cache/triton", "TORCHINDUCTOR_CACHE_DIR": "\(own)/cache/inductor",
            "PYTHONPYCACHEPREFIX": "\(own)/cache/python", "PIP_CACHE_DIR": "\(own)/cache/pip",
            "TMPDIR": "\(own)/tmp", "GRADIO_TEMP_DIR": "\(own)/tmp/gradio",
        ]
        return folders.mapValues { .literal(.init($0)) }.merging([
            "USER": "app", "LOGNAME": "app", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_PROGRESS_BAR": "off",
            "PYTHONUNBUFFERED": "1",
        ]) { _, own in own }
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
        Self.uv.merging(home) { _, own in own }.merging([
            "PATH": .literal(.init("/app/.dcc/venv/bin:\(Self.path)")),
            "VIRTUAL_ENV": "/app/.dcc/venv", "UV_CACHE_DIR": "/app/.dcc/cache/uv",
        ]) { _, own in own }
    }

    private var home: [String: ComposeFile.EnvironmentValue] {
        ["HOME": .literal(.init(AppAccount.home(stack.build)))]
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
