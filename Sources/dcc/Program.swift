import ArgumentParser
import Dispatch
import GitSource
import Glibc

/// Where the process begins.
@main
enum Program {
    /// Not `async`: the clone child must run on its process's first thread. Dispatch ends the function of a main thread that
    /// waits for tasks and puts it to sleep; glibc's `setuid` passes over such a thread, which would keep the service's
    /// rights within reach of whatever a pack does to libgit2 (decision 0004).
    static func main() {
        if CommandLine.arguments.dropFirst().elementsEqual(["fetch"]) { exit(FetchChild.run()) }
        Task {
            await DCC.main()
            exit(EXIT_SUCCESS)
        }
        dispatchMain()
    }
}
