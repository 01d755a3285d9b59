import CMalloc
import Glibc

/// How glibc keeps memory for the service, which does much at once for a minute and then little for hours.
enum Heap {
    /// In bytes. glibc's default, but it no longer grows to twice the largest buffer that was ever freed. Larger buffers
    /// are mapped and unmapped one by one.
    private static let keptAtEnd: Int32 = 128 << 10

    /// Gives memory back to the kernel after a burst of work. Affects heaps made from now on: call before any thread starts.
    static func keepSmall() {
        // What a thread has freed no other heap can use; glibc's default is eight for each core.
        mallopt(M_ARENA_MAX, Int32(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        mallopt(M_TRIM_THRESHOLD, keptAtEnd)
    }
}
