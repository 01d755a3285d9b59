import Synchronization

/// The newest that is known of the GPUs: the cards, who holds their memory, and what is wrong with them.
package final class GPUWatch: Sendable {
    private struct State {
        var reading: GPUReading?
        var holders: [String: [GPUHolder]] = [:]
        var isAsking = false
    }

    private let inventory: any GPUInventory
    private let containers: ContainerDirectory
    private let book: AppBook
    private let state = Mutex(State())

    package init(inventory: any GPUInventory, containers: ContainerDirectory, book: AppBook) {
        self.inventory = inventory
        self.containers = containers
        self.book = book
    }

    /// nil while nobody knows: before the first answer of NVIDIA's tool, and when it fails.
    package func latest() -> GPUReading? { state.withLock { $0.reading } }

    /// Who holds the memory of each card, by its UUID.
    package func holders() -> [String: [GPUHolder]] { state.withLock { $0.holders } }

    /// Asks anew, one question at a time: a driver in trouble may never answer.
    /// - Parameter then: called when the answer is there.
    func look(then: @escaping @Sendable () -> Void) {
        let isAsking = state.withLock { state in
            defer { state.isAsking = true }
            return state.isAsking
        }
        guard !isAsking else { return }
        Task { [self, inventory] in
            let reading = try? await inventory.read()
            state.withLock { state in
                state.reading = reading
                state.isAsking = false
            }
            then()
        }
    }
}
