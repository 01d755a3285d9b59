/// Why an image with system packages could not be built: what apt and the builder say.
enum ImageCauses {
    static let rules: [Rule] = [
        Rule(
            "apt_host_unknown", "Temporary failure resolving '{host}'", "Could not resolve '{host}'",
            message: "Debian's server {host} cannot be found on the network.",
            hint: "Ask the operator whether builds may reach it, then redeploy.", remedy: .redeploy),
        Rule(
            "system_package_missing", "E: Unable to locate package {package}",
            "E: Package '{package}' has no installation candidate",
            "E: Couldn't find any package by glob '{package}'",
            message: "Debian has no package {package}.",
            hint: "Correct the name in the system packages; packages.debian.org finds them by file, too."),
        Rule(
            "system_package_version", "E: Version '{version}' for '{package}' was not found",
            message: "Debian has {package}, but not in version {version}.", hint: "Leave the version out."),
        Rule(
            "system_packages_conflict", "Unable to correct problems, you have held broken packages",
            "E: Error, pkgProblemResolver::Resolve generated breaks",
            message: "The system packages do not fit together or into the image.",
            hint: "Leave out those that the log names under “unmet dependencies”."),
        Rule(
            "apt_certificate", "Certificate verification failed: {reason*}",
            message: "The certificate of Debian's server is not trusted.",
            hint: "Ask the operator to add your company's certificate authority as containers.caBundle."),
        Rule(
            "apt_not_signed", "E: The repository '{url*}' is not signed", "NO_PUBKEY {key}",
            message: "A package source of the image is not signed with a known key.",
            hint: "Ask the operator to check the base image."),
        Rule(
            "apt_lists_outdated", "404  Not Found [IP:", "E: Failed to fetch {url*}  404",
            message: "Debian's server no longer has a version that the image's lists name.",
            hint: "Redeploy; the lists are read again.", remedy: .redeploy),
        Rule(
            "apt_unreachable", "E: Failed to fetch {url}  {reason*}", "E: Unable to fetch some archives",
            message: "Debian's server did not answer.", hint: "Redeploy; ask the operator if it persists.",
            remedy: .redeploy),
        Rule(
            "disk_full", "No space left on device", "You don't have enough free space in",
            message: "The disk was full while the image was built.",
            hint: "Ask the operator to free disk space, then redeploy.", remedy: .redeploy),
        Rule(
            "image_out_of_memory", "returned a non-zero code: 137", "exit code: 137",
            message: "Building the image needed more memory than builds may use.",
            hint: "Leave out large packages, or ask the operator to raise the limit."),
        Rule(
            "system_package_failed", "dpkg: error processing package {package} (",
            message: "The package {package} could not be set up.", hint: "Leave it out of the system packages."),
    ]
}
