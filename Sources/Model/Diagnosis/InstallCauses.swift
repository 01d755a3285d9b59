/// Why no set of versions fits: what uv's and pip's resolvers say.
enum InstallCauses {
    static let rules: [Rule] = [
        Rule(
            "python_missing",
            "^The image has Python {image}, and the app asks for Python {versions*} ({source*}).",
            message: "The app asks for Python {versions} ({source}), and the image has Python {image}.",
            hint: "Use an image with that Python, or ask the operator to set containers.pythonMirror."),
        Rule(
            "cuda_build_not_on_index", "there is no version of {name}=={version}+{build} and",
            "satisfies the requirement {name}=={version}+{build} (from versions",
            message: "{name} {version}+{build} is not on PyPI; builds for CUDA have an index of their own.",
            hint: "Add the index of PyTorch for {build}.",
            remedy: .requirements("--extra-index-url https://download.pytorch.org/whl/{build}")),
        Rule(
            "package_renamed", "there is no version of {package} and",
            "Because {package} has no wheels with a matching Python",
            "Because {package} was not found in the package registry",
            "ERROR: No matching distribution found for {package}",
            message: "{wanted} cannot be installed: the package is called {renamed} now.",
            hint: "Ask for {renamed} instead.", remedy: .instead("{renamed}")),
        Rule(
            "version_for_other_python", "Because {package} has no wheels with a matching Python",
            alongside: [["with the following Python ABI tags: {tags*}", "with the following Python ABI tag: {tags*}"]],
            message: "{wanted} has no build for Python {python}, only for {pythons}.",
            hint: "{name} {first_fit} is the first with a build for Python {python}.",
            remedy: .instead("{name}>={first_fit}")),
        Rule(
            "version_for_other_python", "Because {package} has no wheels with a matching Python",
            alongside: [["with the following Python ABI tags: {tags*}", "with the following Python ABI tag: {tags*}"]],
            message: "{wanted} has no build for[ Python {python}| this Python], only for {pythons}.",
            hint: "Ask for another version; without one, the newest that fits is installed.", remedy: .instead("{name}")
        ),
        Rule(
            "version_for_other_python",
            "current Python version ({python}) does not satisfy Python{needs} and {package} depends on",
            message: "{wanted} needs Python {needs}; the image has {python}.",
            hint: "Ask for an older version; without one, the newest that fits is installed.",
            remedy: .instead("{name}")),
        Rule(
            "version_for_other_python", "current Python version ({python}) does not satisfy",
            alongside: [["we can conclude that {package} cannot be used"]],
            message: "{wanted} needs another Python than the image's {python}.",
            hint: "Ask for another version; without one, the newest that fits is installed.", remedy: .instead("{name}")
        ),
        Rule(
            "version_for_other_python",
            "ERROR: Package '{name}' requires a different Python: {python} not in '{needs*}'",
            message: "{wanted} needs Python {needs}; the image has {python}.",
            hint: "Ask for another version; without one, the newest that fits is installed.", remedy: .instead("{name}")
        ),
        Rule(
            "requirement_other_system", "Because {package} has no wheels with a matching platform tag",
            alongside: [["on the following platforms: {platforms*}", "on the following platform: {platforms*}"]],
            message: "{wanted} exists only for other systems: {platforms}.",
            hint: "Leave it out: an app that runs on Linux does not need it.", remedy: .leaveOut),
        Rule(
            "requirements_conflict",
            "Because {first} depends on {second} and you require {third}, we can conclude that your",
            message: "{first} needs {second}, but the requirements ask for {third}.",
            hint: "Change one of the two lines so that both fit."),
        Rule(
            "requirements_conflict", "Because you require {first} and {second}, we can conclude",
            message: "The requirements ask for {first} and for {second}.", hint: "Keep one of the two lines."),
        Rule(
            "requirements_conflict", "And because you require {third}, we can conclude",
            alongside: [["Because {first} depends on {second} and you require {again}, we can conclude"]],
            message: "{first} needs {second}, but the requirements ask for {third}.",
            hint: "Change one of the two lines so that both fit."),
        Rule(
            "requirements_conflict", "And because you require {third}, we can conclude",
            alongside: [["Because {first} depends on one of:"]],
            message: "{first} and {third} of the requirements do not fit together.",
            hint: "Change one of the two lines so that both fit."),
        Rule(
            "requirements_conflict",
            "Because {first} depends on {second} and {third} depends on {fourth}, we can conclude",
            message: "{first} needs {second}, but {third} needs {fourth}.",
            hint: "Ask for versions of {first} and {third} that fit together."),
        Rule(
            "requirements_conflict", "^    {first} {version} depends on {second*}",
            alongside: [["^    The user requested {third*}"], ["conflicting dependencies"]],
            message: "{first} {version} needs {second}, but the requirements ask for {third}.",
            hint: "Change one of the two lines so that both fit."),
        Rule(
            "requirements_conflict",
            "ERROR: Cannot install {first*} and {second} because these package versions have conf",
            message: "{first} and {second} do not fit together.", hint: "Change one of the two lines so that both fit."),
        Rule(
            "version_on_other_index", "was found on {index}, but not at the requested version",
            "only consider versions that are published on the first index",
            message: "A package is on several indexes, and uv takes it from the first one only.",
            hint: "Put the right index first, or install with pip, which looks at all.", remedy: .installer(.pip)),
        Rule(
            "version_prerelease", "re-releases are available for `{name}` in the requested range",
            "`{name}` was requested with a pre-release marker",
            message: "Only pre-releases of {name} fit, and uv takes none that are not asked for.",
            hint: "Ask for the pre-release by its version, or install with pip.", remedy: .installer(.pip)),
        Rule(
            "version_missing", "there is no version of {package} and",
            alongside: [["^Versions of {name} on the package index: {versions*}"]],
            message: "There is no {wanted}; the newest versions are {newest}.",
            hint: "Ask for one of them; without a version, the newest that fits is installed.",
            remedy: .instead("{name}")),
        Rule(
            "version_missing", "there is no version of {package} and",
            message: "There is no {wanted} on the package index.",
            hint: "Correct the version; without one, the newest that fits is installed.", remedy: .instead("{name}")),
        Rule(
            "version_missing", "Because only {available} is available and you require {package},",
            message: "There is no {wanted} on the package index, only {available}.",
            hint: "Correct the version; without one, the newest that fits is installed.", remedy: .instead("{name}")),
        Rule(
            "version_missing", "Because only the following versions of {name} are available",
            message: "There is no {wanted} on the package index.",
            hint: "Correct the version; without one, the newest that fits is installed.", remedy: .instead("{name}")),
        Rule(
            "package_missing", "Because {package} was not found in the package registry",
            "Because there are no versions of {package} and",
            "satisfies the requirement {package} (from versions: none)",
            message: "The package index has no package {name}.",
            hint: "Check the spelling: a package's name is not always the module's.", remedy: .leaveOut),
        Rule(
            "version_for_other_python", "satisfies the requirement {package} (from versions: {versions*})",
            message: "{wanted} has no build for Python {python}; the newest versions are {newest}.",
            hint: "{name} {first_fit} is the first with a build for Python {python}.",
            remedy: .instead("{name}>={first_fit}")),
        Rule(
            "version_for_other_python", "satisfies the requirement {package} (from versions: {versions*})",
            alongside: [["Ignored the following versions that require a different python version: {ignored*}"]],
            message:
                "{wanted} is not there for[ Python {python}| the image's Python]; the newest versions are {newest}.",
            hint: "Ask for one of them; without a version, the newest that fits is installed.",
            remedy: .instead("{name}")),
        Rule(
            "version_missing", "satisfies the requirement {package} (from versions: {versions*})",
            "satisfies the requirement {package} (from -r {file*}) (from versions: {versions*})",
            message: "There is no {wanted}; the newest versions are {newest}.",
            hint: "Ask for one of them; without a version, the newest that fits is installed.",
            remedy: .instead("{name}")),
        Rule(
            "package_missing", "ERROR: No matching distribution found for {package}",
            message: "The package index has no {wanted}.", hint: "Check the name and the version.", remedy: .leaveOut),
        Rule(
            "requirements_conflict", "we can conclude that your requirements are unsatisfiable",
            "ResolutionImpossible",
            message: "No versions of all requirements fit together.",
            hint: "Loosen the versions in the requirements file."),
        Rule(
            "externally_managed", "error: externally-managed-environment",
            message: "A step installs into the image's own Python instead of the app's environment.",
            hint: "Install with the environment's pip, without sudo and without a path."),
        Rule(
            "disk_full", "No space left on device", "Disk quota exceeded",
            message: "The disk was full while the dependencies were installed.",
            hint: "Ask the operator to free disk space, or install fewer packages, then redeploy.", remedy: .redeploy),
        Rule(
            "install_out_of_memory", "MemoryError", "Killed signal terminated program", "fatal error: Killed",
            message: "The install needed more memory than the limit of [{memory} GiB|the app].",
            hint: "Raise the memory limit.", remedy: .moreMemory),
    ]
}
