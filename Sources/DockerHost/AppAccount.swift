import Crypto
import Model
import Ports

/// Makes an app's user somebody inside its containers: programs ask for its name, its home and the machine's ID.
struct AppAccount {
    static func home(_ build: BuildMethod) -> String { "\(AppFolder.own(build))/home" }

    private let uid: UInt32
    private let home: String
    private let seed: String

    init(of stack: Stack) {
        uid = stack.uid
        home = Self.home(stack.build)
        seed = "\(stack.installation) \(stack.app) \(stack.uid)"
    }

    /// Files of ``StackFolder/input`` by name, each mounted read-only at ``targets``.
    var files: [String: [UInt8]] {
        ["passwd": Array(passwd.utf8), "group": Array(group.utf8), "machine-id": Array(machineID.utf8)]
    }

    static let targets = ["passwd": "/etc/passwd", "group": "/etc/group", "machine-id": "/etc/machine-id"]

    private var passwd: String {
        """
        root:x:0:0:root:/root:/bin/sh
        daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
        www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
        nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
        app:x:\(uid):\(uid):App:\(home):/bin/sh

        """
    }

    private var group: String {
        """
        root:x:0:
        daemon:x:1:
        tty:x:5:
        www-data:x:33:
        video:x:44:
        users:x:100:
        nogroup:x:65534:
        app:x:\(uid):

        """
    }

    /// 32 hexadecimal digits (machine-id(5)), the same for each start of an app.
    private var machineID: String { SHA256.hash(data: Array(seed.utf8)).prefix(16).hexadecimal + "\n" }
}
