/// Why a program that was started gave up at once: what Python, Node, argument parsers and servers say.
enum StartCauses {
    static let rules: [Rule] = scripts + arguments + servers

    private static let scripts: [Rule] = [
        Rule(
            "start_file_missing", "can't open file '/app/{path}': [Errno 2]", "can't open file '{path}': [Errno 2]",
            "Error: Invalid value: File does not exist: {path}", "bash: {path}: No such file or directory",
            "sh: {n#}: cannot open {path}: No such file", "sh: 0: cannot open {path}: No such file",
            message: "There is no {path} in the repository.",
            hint: "Correct the start command; names are case-sensitive, and it runs in the repository's folder."),
        Rule(
            "start_file_missing", "can't find '__main__' module in '{path}'",
            message: "Python is to run the folder {path}, which has no __main__.py.",
            hint: "Name the file to run in the start command, such as python app.py."),
        Rule(
            "module_not_runnable", "No module named {module}.__main__; '{package}' is a package",
            message: "{package} is a package that cannot be run with python -m.",
            hint: "Name a module or a file in the start command."),
        Rule(
            "node_missing_package_json", "Could not read package.json",
            "ENOENT: no such file or directory, open '/app/package.json'",
            "Couldn't find a package.json file", "No package.json",
            message: "There is no package.json in the folder where npm runs.",
            hint: "Change to the right folder first: cd FOLDER && npm start"),
        Rule(
            "node_script_missing", "Missing script: \"{script}\"", "missing script: {script}",
            "error Command \"{script}\" not found",
            message: "package.json has no script {script}.", hint: "Correct the start command."),
        Rule(
            "node_module_missing", "Error: Cannot find module '{module}'",
            "Cannot find package '{module}' imported from",
            message: "Node does not find {module}.", hint: "Install its packages first: npm ci && {command}",
            remedy: .command("npm ci && {command}")),
    ]

    private static let arguments: [Rule] = [
        Rule(
            "argument_unknown", "{program}: error: unrecognized arguments: {arguments*}",
            message: "{program} does not know {arguments}.", hint: "Correct or remove it in the start command."),
        Rule(
            "argument_unknown", "Error: No such option '{argument}'. (Did you mean {likely*}?)",
            "Error: No such option: {argument} Did you mean {likely*}?",
            message: "The start command has an unknown option {argument}.", hint: "Did you mean {likely}?"),
        Rule(
            "argument_unknown", "Error: No such option '{argument}'", "Error: No such option: {argument}",
            "Error: no such option: {argument}", "error: unknown option '{argument}'", "unknown option: {argument}",
            message: "The start command has an unknown option {argument}.", hint: "Correct or remove it."),
        Rule(
            "argument_missing", "{program}: error: the following arguments are required: {arguments*}",
            message: "{program} has to be started with {arguments}.", hint: "Add it to the start command."),
        Rule(
            "argument_missing", "Error: Missing argument '{arguments*}'.", "Error: Missing option '{arguments*}'.",
            message: "The start command lacks {arguments}.", hint: "Add it to the start command."),
        Rule(
            "argument_invalid", "{program}: error: argument {argument*}: {reason*}",
            message: "{program} does not take this value of {argument}: {reason}.", hint: "Correct the start command."),
        Rule(
            "argument_invalid", "Error: Invalid value for {argument*}: {reason*}",
            message: "The start command has an invalid value for {argument}: {reason}",
            hint: "Correct the start command."),
        Rule(
            "argument_invalid", "Error: Got unexpected extra argument{s} ({argument*})",
            "Error: No such command '{argument}'",
            "Error: Got unexpected extra argument ({argument*})",
            message: "The start command has {argument}, which is not expected there.",
            hint: "Correct the start command."),
        Rule(
            "argument_invalid", "{program}: error: {reason*}", exits: [2],
            message: "{program} refuses its arguments: {reason}.", hint: "Correct the start command."),
    ]

    private static let servers: [Rule] = [
        Rule(
            "port_in_use", "error while attempting to bind on address ('{address}', {taken#}): address already in use",
            "EADDRINUSE: address already in use {address}:{taken#}",
            "Port {taken#} is already in use", "Port {taken#} is in use by another program",
            "Cannot find empty port in range: {taken#}-", "Connection in use: ('{address}', {taken#})",
            message: "Port {taken} is already in use inside the container.",
            hint: "The app starts two servers, or itself twice: give each a port of its own.", remedy: .redeploy),
        Rule(
            "port_in_use", "[Errno 98] Address already in use", "EADDRINUSE", "Address already in use (os error 98)",
            "bind: address already in use", "Address already in use",
            message: "A port is already in use inside the container[ ({place})].",
            hint: "The app starts two servers, or itself twice: give each a port of its own.", remedy: .redeploy),
        Rule(
            "server_app_missing", "Error loading ASGI app. Could not import module \"{module}\"",
            "Error: Could not import '{module}'.", "Error: While importing '{module}'",
            message: "The server finds no module {module} to serve.",
            hint: "Correct the start command: the part before the colon is the file without .py."),
        Rule(
            "server_app_missing", "Error loading ASGI app. Attribute \"{attribute}\" not found in module \"{module}\"",
            "Failed to find attribute '{attribute}' in '{module}'",
            message: "{module} has no {attribute} for the server to serve.",
            hint: "Correct the start command: the part behind the colon is the variable that holds the app."),
        Rule(
            "server_app_missing", "Error: Could not locate a Flask application",
            "Error: Failed to find Flask application",
            message: "Flask finds no application to serve.",
            hint: "Name the file: flask --app FILE run --host 0.0.0.0"),
    ]
}
