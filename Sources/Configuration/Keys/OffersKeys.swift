package import Model

/// What apps may ask for.
package struct OffersKeys: Sendable {
    package let hosts = Key(
        "repositories.hosts",
        .list(of: "hosts, hosts with a port, or *", .text("") { !$0.contains(where: { $0 == "/" || $0 == " " }) }),
        .value(RepositoryHosts.publicForges),
        "hosts of repositories, submodules and Git LFS files; `*` allows all public addresses, `host:port` only that one"
    )
    package let caBundle = Key(
        "repositories.caBundle", .path, .value("/etc/ssl/certs/ca-certificates.crt"),
        "certificate authorities trusted for Git servers")
    package let baseImage = Key(
        "containers.baseImage", .image, .value("nvcr.io/nvidia/pytorch:25.08-py3"),
        "image of all apps; needs `/bin/sh` and `python3` with `venv`")
    package let images = Key(
        "images.allowed", .list(of: "images, in which * stands for any text", .image), .value([]),
        "images that apps may name besides that one, such as `ghcr.io/team/*`; `*` stands for any text, so end a host with `/`"
    )
    package let imageRefreshDays = Key(
        "images.refreshDays", .whole(1...3650, of: "days", zero: "for never"), .value(30),
        "age from which a redeploy builds an image with system packages again, for Debian's updates")
    package let dockerfile = Key(
        "builds.dockerfile", .choice, .value(DockerfileBuilders.off),
        "whose apps may be built from the Dockerfile in their repository; its commands run as root in a container "
            + "([decision 26](Sources/ControlCenter/ControlCenter.docc/Decisions/0026-dockerfiles.md)). Its images must be "
            + "allowed, and its app writes to `/data`")
    package let models = Key(
        "models", .folders, .value([:]),
        "folders that apps may ask for; `checkpoints` is mounted read-only at `/models/checkpoints`, and readable by every "
            + "app that asks; only in the file")
}

extension Format where Value == String {
    fileprivate static var image: Self {
        text("an image") { !$0.contains(" ") }
    }
}
