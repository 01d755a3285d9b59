/// Limits per owner, from which operators are exempt.
package struct QuotaKeys: Sendable {
    package let apps = Key(
        "quotas.apps", .optional(.whole(0...1_000_000)), .value(nil), "limit of apps per owner; operators are exempt")
    package let gpus = Key(
        "quotas.gpus", .optional(.whole(0...1024)), .value(nil), "limit of GPUs per owner, of the apps that should run")
    package let memoryGiB = Key(
        "quotas.memoryGiB", .optional(.whole(0...1 << 20, of: "GiB")), .value(nil),
        "limit of memory per owner, of the apps that should run")
    package let diskGiB = Key(
        "quotas.diskGiB", .optional(.whole(0...1 << 20, of: "GiB")), .value(nil), "limit of disk space per owner")
}
