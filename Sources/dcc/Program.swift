import ArgumentParser
import Dispatch
import GitSource
import Glibc

@main
enum Program {
    /// Not `async`: the clone child must run on its process's first thread. With an `async` main, Dispatch ends that thread's
    /// function and puts it to sleep. glibc's `setuid` skips such a thread, so it would keep the service's privileges in the
    /// address space that parses hostile packs (decision 0004).
    static func main() {
        if CommandLine.arguments.dropFirst().elementsEqual(["fetch"]) { exit(FetchChild.run()) }
        Heap.keepSmall()
        Task {
            await DCC.main()
            exit(EXIT_SUCCESS)
        }
        dispatchMain()
    }
}
