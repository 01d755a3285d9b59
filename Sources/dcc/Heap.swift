import CMalloc

/// How glibc keeps memory for the service, which does much at once for a minute and then little for hours.
enum Heap {
    /// Every thread takes its memory from one of these, and what one has freed no other can use. glibc's default is eight
    /// for each core.
    private static let arenas: Int32 = 2
    /// In bytes. glibc's default, but it no longer grows to twice the largest buffer that was ever freed.
    private static let keptAtEnd: Int32 = 128 << 10

    /// Gives memory back to the kernel after a burst of work. Affects arenas made from now on: call before any thread starts.
    static func keepSmall() {
        mallopt(M_ARENA_MAX, arenas)
        mallopt(M_TRIM_THRESHOLD, keptAtEnd)
    }
}
