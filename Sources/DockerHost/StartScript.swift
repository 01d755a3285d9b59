import Model

/// Runs a command in an app's container after making the folders that its environment names. Temporary files of the last
/// start are removed.
///
/// A stop reaches every process of the command, such as both sides of a pipe: Docker's init signals the whole process
/// group (``wholeGroup``), and the script stays until all of it has ended, since the container ends with the script. It
/// then exits with 143, so that an exit status of 0 always means that the command ended by itself.
enum StartScript {
    /// Makes Docker's init (tini) pass signals on to the process group, not to the script alone.
    static let wholeGroup = (name: "TINI_KILL_PROCESS_GROUP", value: "1")

    /// `$1` is a line for the shell. In it, `tee` stays until the other side of its pipe has ended, whose last lines
    /// would be lost otherwise.
    static let text = prepared(.python) + supervisedLine

    /// ``text`` without what it prepares.
    static let supervisedLine =
        supervised("/bin/sh -c 'tee() { (trap \"\" TERM; exec tee \"$@\"); }; '\"$1\"")

    /// What follows is a program with its arguments, or `/bin/sh -c LINE`; before it, variables as `LD_NAME=value`.
    static let ofImage =
        prepared(.dockerfile) + """
            while :; do
                case $1 in
                    LD_*=*) export "$1"; shift ;;
                    *) break ;;
                esac
            done

            """ + supervised("/bin/sh -c 'exec \"$@\"' start \"$@\"")

    private static func supervised(_ command: String) -> String {
        """
        others() {
            for file in /proc/[0-9]*/stat; do
                { read -r stat <"$file"; } 2>/dev/null || continue
                # After the name, which may contain anything: state, parent, process group.
                set -- "${stat%% *}" ${stat##*) }
                [ "$4" = $$ ] && [ "$1" != $$ ] && [ "$2" != Z ] && return 0
            done
            return 1
        }
        ended() {
            while others; do sleep 0.1 || sleep 1; done
            exit 143
        }
        trap ended TERM
        \(command)

        """
    }

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
