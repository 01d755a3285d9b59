import Model

/// Runs a command in an app's container after making the folders that its environment names. Temporary files of the last
/// start are removed.
enum StartScript {
    /// `$1` is a line for the shell.
    static let text = prepared(.python) + "exec /bin/sh -c \"$1\""

    /// What follows is a program with its arguments, or `/bin/sh -c LINE`; before it, variables as `LD_NAME=value`.
    static let ofImage =
        prepared(.dockerfile) + """
            while :; do
                case $1 in
                    LD_*=*) export "$1"; shift ;;
                    *) break ;;
                esac
            done
            exec "$@"
            """

    private static func prepared(_ build: BuildMethod) -> String {
        let own = AppFolder.own(build)
        return """
            umask 022
            rm -rf \(own)/tmp
            mkdir -p \(own)/home \(own)/cache \(own)/tmp
            mkdir -m 700 \(own)/tmp/run

            """
    }
}
