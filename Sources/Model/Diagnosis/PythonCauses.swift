/// What a Python program's last exception says of its settings and its code.
enum PythonCauses {
    static let rules: [Rule] = variables + code

    /// For an exception that no table knows.
    static let others: [Rule] = [
        Rule(
            "exception", "^{exception}: {words*}",
            message: "The app stopped at {place} with {exception}: {words}",
            hint: "Fix it in the repository, then redeploy."),
        Rule(
            "exception", "^{exception}", message: "The app stopped at {place} with {exception}.",
            hint: "Fix it in the repository, then redeploy."),
    ]

    private static let variables: [Rule] = [
        Rule(
            "variable_missing", "KeyError: '{variable!}'",
            "environs.{error}: Environment variable \"{variable!}\" not set",
            "decouple.UndefinedValueError: {variable!} not found", "Set the {variable!} environment variable",
            message: "The app needs the environment variable {variable} ({place}).",
            hint: "Add {variable} in the app's settings, as a secret if it is a key.", remedy: .secret("{variable}")),
        Rule(
            "settings_missing", "^  Field required [type=missing", "^  field required (type=value_error.missing",
            alongside: [["validation error for {model}", "validation errors for {model}"]],
            message: "The app's settings {model} lack a value: {setting}.",
            hint: "Add {setting_variable} in the app's settings, as a secret if it is a key.",
            remedy: .secret("{setting_variable}")),
        Rule(
            "streamlit_secrets_missing", "No secrets found", "No secrets files found", "StreamlitSecretNotFoundError",
            message: "The app reads .streamlit/secrets.toml, which is not in the repository.",
            hint: "Read the values from environment variables instead, and add those as secrets."),
        Rule(
            "no_input", "EOFError: EOF when reading a line",
            message: "The app asks for input in a terminal ({place}), and there is none.",
            hint: "Give it the value as an argument or an environment variable."),
    ]

    private static let code: [Rule] = [
        Rule(
            "indentation", "IndentationError: {what*}", "TabError: {what*}",
            message: "{place} is not indented as Python expects: {what}.",
            hint: "Fix it in the repository, then redeploy."),
        Rule(
            "python_2", "SyntaxError: Missing parentheses in call to 'print'",
            message: "{place} is written for Python 2.", hint: "Convert it to Python 3."),
        Rule(
            "syntax_error", "SyntaxError: {what*}",
            message: "Python does not understand {place}: {what}.",
            hint: "Fix it in the repository; newer syntax needs a newer Python[ than {python}]."),
        Rule(
            "recursion", "RecursionError: {what*}", message: "The app calls itself without end ({place}).",
            hint: "Fix it in the repository, then redeploy."),
    ]
}
