/// Runs a command in an app's container after making the folders that its environment names. Temporary files of the last
/// start are removed.
enum StartScript {
    static let text = """
        umask 022
        rm -rf /app/.dcc/tmp
        mkdir -p /app/.dcc/home /app/.dcc/cache /app/.dcc/tmp
        mkdir -m 700 /app/.dcc/tmp/run
        exec /bin/sh -c "$1"
        """
}
