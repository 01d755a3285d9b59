/// Changes a start command so that a known program listens on all addresses of its container.
enum ReachableCommand {
    /// Options whose value is an address.
    private static let addressOptions: Set<Substring> = [
        "--host", "--hostname", "--ip", "--bind", "-b", "--listen", "--address", "--addr", "--server-name",
        "--server_name", "--server-address", "--server.address", "runserver",
    ]

    /// - Parameters:
    ///   - words: consecutive words of the command; the option is put behind them, before anything that follows.
    ///   - line: part of a log line that only this program writes; nil if the words say enough.
    private struct Program {
        let words: [Substring]
        let option: String
        let line: String?

        init(_ words: String, _ option: String, line: String? = nil) {
            self.words = words.split(separator: " ")
            self.option = option
            self.line = line
        }
    }

    /// `PORT` stands for the app's port.
    private static let programs: [Program] = [
        Program("uvicorn", "--host 0.0.0.0"), Program("hypercorn", "--bind 0.0.0.0:PORT"),
        Program("gunicorn", "--bind 0.0.0.0:PORT"), Program("daphne", "-b 0.0.0.0"),
        Program("waitress-serve", "--listen=*:PORT"), Program("fastapi run", "--host 0.0.0.0"),
        Program("fastapi dev", "--host 0.0.0.0"), Program("streamlit run", "--server.address 0.0.0.0"),
        Program("jupyter lab", "--ip 0.0.0.0"), Program("jupyter notebook", "--ip 0.0.0.0"),
        Program("jupyter server", "--ip 0.0.0.0"), Program("jupyter-lab", "--ip 0.0.0.0"),
        Program("voila", "--Voila.ip=0.0.0.0"), Program("chainlit run", "--host 0.0.0.0"),
        Program("marimo run", "--host 0.0.0.0"), Program("marimo edit", "--host 0.0.0.0"),
        Program("solara run", "--host 0.0.0.0"), Program("shiny run", "--host 0.0.0.0"),
        Program("mlflow server", "--host 0.0.0.0"), Program("mlflow ui", "--host 0.0.0.0"),
        Program("tensorboard", "--bind_all"), Program("datasette", "--host 0.0.0.0"),
        Program("bokeh serve", "--address 0.0.0.0 --allow-websocket-origin=*"),
        Program("panel serve", "--address 0.0.0.0 --allow-websocket-origin=*"),
        Program("vite", "--host 0.0.0.0"), Program("npm run dev", "-- --host 0.0.0.0"),
        Program("manage.py runserver", "0.0.0.0:PORT"),
        // ComfyUI; Stable Diffusion WebUI and Fooocus; Text Generation WebUI.
        Program("main.py", "--listen 0.0.0.0", line: "To see the GUI go to"),
        Program("launch.py", "--listen", line: "Running on local URL"),
        Program("webui.py", "--listen", line: "Running on local URL"),
        Program("webui.sh", "--listen", line: "Running on local URL"),
        Program("entry_with_update.py", "--listen", line: "Running on local URL"),
        Program("server.py", "--listen", line: "Running on local URL"),
    ]

    /// - Parameter lines: what the app wrote.
    /// - Returns: nil if nothing is known that would help.
    static func make(from command: StartCommand, port: ContainerPort, _ lines: [String]) -> StartCommand? {
        let words = command.rawValue.split(separator: " ", omittingEmptySubsequences: false)
        let changed = readdressed(words, port) ?? flask(words, port, lines) ?? extended(words, port, lines)
        return changed.flatMap { $0 == command.rawValue ? nil : try? StartCommand($0) }
    }

    /// With each address replaced that an option or a variable sets, if no link reaches it.
    private static func readdressed(_ words: [Substring], _ port: ContainerPort) -> String? {
        var changed = words
        for (index, word) in words.enumerated() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts.count == 2 ? parts[0] : words[..<index].last ?? ""
            guard addressOptions.contains(name) || parts.count == 2 && ListeningVariables.isAddress(name),
                let value = parts.last, let reachable = reachable(value, port)
            else { continue }
            changed[index] = word.dropLast(value.count) + reachable
        }
        return changed == words ? nil : changed.joined(separator: " ")
    }

    /// - Parameter value: `127.0.0.1`, `localhost:80`, `::`, `[::1]:80` or `unix:/tmp/app.sock`.
    /// - Returns: nil for an address that links may reach.
    private static func reachable(_ value: Substring, _ port: ContainerPort) -> Substring? {
        if value.hasPrefix("unix:") { return "\(ListeningVariables.everywhere):\(port)" }
        if value == "::" || value == "::1" { return Substring(ListeningVariables.everywhere) }
        for address in ["[::]", "[::1]"] where value.hasPrefix(address) {
            return ListeningVariables.everywhere + value.dropFirst(address.count)
        }
        guard let address = value.split(separator: ":").first, ListeningVariables.isLoopback(address) else {
            return nil
        }
        return ListeningVariables.everywhere + value.dropFirst(address.count)
    }

    /// Flask's own server, started by the command or by the program's code, which reads no variable.
    private static func flask(_ words: [Substring], _ port: ContainerPort, _ lines: [String]) -> String? {
        if let start = words.firstIndex(of: "flask"), let run = words[start...].firstIndex(of: "run") {
            return inserting("--host 0.0.0.0", behind: run, in: words)
        }
        guard lines.contains(where: { $0.contains("Serving Flask app") }), words.count == 2,
            words[0].hasPrefix("python"), words[1].hasSuffix(".py")
        else { return nil }
        return "flask --app \(words[1]) run --host 0.0.0.0 --port \(port)"
    }

    private static func extended(_ words: [Substring], _ port: ContainerPort, _ lines: [String]) -> String? {
        for program in programs {
            guard program.line.map({ line in lines.contains { $0.contains(line) } }) ?? true,
                let start = words.indices.first(where: { matches(program, words[$0...]) })
            else { continue }
            let option = program.option.replacing("PORT", with: port.description)
            // An option that is there already did not help.
            if let name = option.split(separator: " ").first, words.contains(where: { $0.hasPrefix(name) }) {
                return nil
            }
            return inserting(option, behind: start + program.words.count - 1, in: words)
        }
        return nil
    }

    /// The first word may have a path, such as `.venv/bin/uvicorn` or `./webui.sh`.
    private static func matches(_ program: Program, _ words: ArraySlice<Substring>) -> Bool {
        guard let first = words.first, let name = first.split(separator: "/").last else { return false }
        return [name] + words.dropFirst().prefix(program.words.count - 1) == program.words
    }

    private static func inserting(_ option: String, behind index: Int, in words: [Substring]) -> String {
        (words[...index] + [Substring(option)] + words[(index + 1)...]).joined(separator: " ")
    }
}
