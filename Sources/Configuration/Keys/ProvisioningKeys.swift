/// How many deployments run at once, and how long each step may take.
package struct ProvisioningKeys: Sendable {
    private static let slots = 1...64
    private static let seconds = Format.whole(1...604_800, of: "seconds")

    package let concurrency = Key(
        "provisioning.concurrency", .whole(Self.slots), .value(4),
        "how many deployments may clone, install (with building images) and start at the same time, each counted apart; "
            + "waiting for an app to answer does not count")
    package let clones = Key(
        "provisioning.clones", .optional(.whole(Self.slots)), .value(nil, shown: "`provisioning.concurrency`"),
        "the same for cloning alone")
    package let installs = Key(
        "provisioning.installs", .optional(.whole(Self.slots)), .value(nil, shown: "`provisioning.concurrency`"),
        "the same for installing alone")
    package let starts = Key(
        "provisioning.starts", .optional(.whole(Self.slots)), .value(nil, shown: "`provisioning.concurrency`"),
        "the same for starting alone")
    package let cloneSeconds = Key(
        "limits.cloneSeconds", Self.seconds, .value(900), "timeout of cloning the repository")
    package let pullSeconds = Key("limits.pullSeconds", Self.seconds, .value(3600), "timeout of pulling the image")
    package let imageSeconds = Key("limits.imageSeconds", Self.seconds, .value(1800), "timeout of building an image")
    package let installSeconds = Key(
        "limits.installSeconds", Self.seconds, .value(3600), "timeout of installing Python packages")
    package let startSeconds = Key(
        "limits.startSeconds", Self.seconds, .value(120), "timeout of starting the container")
    package let healthSeconds = Key(
        "limits.healthSeconds", Self.seconds, .value(1800), "timeout of waiting until the app answers")
    package let imageGiB = Key(
        "limits.imageGiB", .whole(1...1024, of: "GiB"), .value(10),
        "how much system packages may add to an image, and how much a Dockerfile may write")
}
