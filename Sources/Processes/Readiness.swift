import Platform
import Synchronization

/// The one ``DescriptorWatch`` of all children: made with the first child, which fails if it cannot be made.
enum Readiness {
    private static let made = Mutex<DescriptorWatch?>(nil)

    static func watch() throws(SystemCallFailure) -> DescriptorWatch {
        try made.withLock { made throws(SystemCallFailure) in
            if let made { return made }
            let watch = try DescriptorWatch(label: "dcc.processes.readiness")
            made = watch
            return watch
        }
    }
}
