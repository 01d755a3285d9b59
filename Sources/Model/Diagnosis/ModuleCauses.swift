/// Which module or package is missing, and what brings it.
enum ModuleCauses {
    static let rules: [Rule] = [
        Rule(
            "module_removed", "No module named 'distutils'", "No module named 'imp'", "No module named 'asynchat'",
            "No module named 'pipes'", "No module named 'cgi'", "No module named 'telnetlib'",
            message: "A package is too old for this Python, which no longer has a module that it imports ({place}).",
            hint: "Ask for newer versions; setuptools brings distutils back.", remedy: .requirements("setuptools")),
        Rule(
            "relative_import", "ImportError: attempted relative import with no known parent package",
            message: "{place} imports from its own package, which Python does not know when it is given a file.",
            hint: "Start it as a module: {module_command}", remedy: .command("{module_command}")),
        Rule(
            "relative_import", "ImportError: attempted relative import with no known parent package",
            message: "A file imports from its own package, which Python does not know when it is given a file.",
            hint: "Start it as a module, with python -m FOLDER.MODULE."),
        Rule(
            "module_of_repository", "No module named '{module}'", "No module named {module}",
            message: "{own_module} is in the repository, but Python does not find {module}.",
            hint: "Start from the repository's folder, or set PYTHONPATH to the folder that holds it.",
            remedy: .variable("PYTHONPATH", "/app")),
        Rule(
            "module_of_system_package", "No module named '{module}'",
            message: "The app imports {module}, which Debian's package {module_debian} has.",
            hint: "Add {module_debian} to the system packages.", remedy: .systemPackages("{module_debian}")),
        Rule(
            "module_missing", "No module named '{module}'; '{parent}' is not a package",
            message: "{parent} has no module {module} ({place}).",
            hint: "Rename the file if one of the repository has the name of the package that is meant."),
        Rule(
            "module_missing", "No module named '{module}'", "^{interpreter}: No module named {module}",
            message: "The app imports {missing}, but no requirement installs {pypi}.",
            hint: "Add {pypi} to the requirements.", remedy: .requirements("{pypi}")),
        Rule(
            "module_missing", "ModuleNotFoundError: No module named '{module}'",
            "ImportError: No module named '{module}'", "^{interpreter}: No module named {module}",
            message: "The app imports {module}, which no requirement brings.",
            hint: "Add the package that has {missing} to the requirements; its name may differ."),
        Rule(
            "package_asked_for", "`pip install {pypi}`", "with 'pip install {pypi}'", "pip install {pypi}",
            message: "The app needs {pypi}, which no requirement brings[ ({place})].",
            hint: "Add {pypi} to the requirements.", remedy: .requirements("{pypi}")),
        Rule(
            "spacy_model_missing", "[E050] Can't find model '{model}'",
            message: "The language model {model} of spaCy is not installed.",
            hint: "Start with: python -m spacy download {model} && {command}",
            remedy: .command("python -m spacy download {model} && {command}")),
        Rule(
            "nltk_data_missing", ">>> nltk.download('{resource}')", "Resource {resource} not found",
            message: "NLTK's data {resource} is not there.",
            hint: "Start with: python -m nltk.downloader {resource} && {command}",
            remedy: .command("python -m nltk.downloader {resource} && {command}")),
        Rule(
            "import_circular", "cannot import name '{name}' from partially initialized module '{module}'",
            message: "{module} imports itself before {name} exists.",
            hint: "Rename the file if it has a package's name, or resolve the circular import."),
    ]
}
