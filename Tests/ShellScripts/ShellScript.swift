import Foundation

/// A program that a test makes to run it.
package struct ShellScript {
    private let text: String

    package init(_ lines: String) { text = "#!/bin/sh\n\(lines)\n" }

    /// Another process writes the file. If this one did, a child that another test is starting could have it open for
    /// writing, and Linux runs no such file (ETXTBSY, execve(2)).
    package func install(at path: String) throws {
        let draft = path + ".draft"
        try text.write(toFile: draft, atomically: false, encoding: .utf8)
        let install = try Process.run(
            URL(filePath: "/usr/bin/install"), arguments: ["-m", "755", "--", draft, path])
        install.waitUntilExit()
        guard install.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
