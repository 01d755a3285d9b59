/// Script that installs Debian packages, run as root in a container that then becomes an image.
enum SystemImageScript {
    /// Printed when the base image has no apt.
    static let hasNoApt = "This image has no apt-get."

    /// What the packages' files and scripts need; none of them leads out of the container.
    static let capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETFCAP", "SETGID", "SETUID"]

    static let caBundle = "/etc/dcc/ca-certificates.crt"

    /// `$1` is apt's configuration; the packages follow.
    ///
    /// apt takes a name that no package has as a pattern (`lib.+`) or as an order (`dash-` removes dash): only names that
    /// are in its list reach it. Services must not start during the installation (policy-rc.d, invoke-rc.d(8)).
    static let text = """
        set -eu
        export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 APT_CONFIG=/tmp/dcc-apt.conf
        if ! command -v apt-get >/dev/null; then
            echo "\(hasNoApt)"
            exit 1
        fi
        printf '%s' "$1" >"$APT_CONFIG"
        shift
        apt-get update
        apt-cache pkgnames >/tmp/dcc-names
        unknown=0
        for name in "$@"; do
            if ! grep -Fxq -- "$name" /tmp/dcc-names; then
                echo "E: Unable to locate package $name"
                unknown=1
            fi
        done
        if [ "$unknown" = 1 ]; then exit 1; fi
        policy=/usr/sbin/policy-rc.d
        if [ -e "$policy" ]; then
            policy=
        else
            printf '#!/bin/sh\\nexit 101\\n' >"$policy"
            chmod 755 "$policy"
        fi
        apt-get install --yes --no-install-recommends -- "$@"
        apt-get clean
        rm -rf /var/lib/apt/lists/* /tmp/dcc-names "$APT_CONFIG" ${policy:+"$policy"}
        """

    /// apt.conf(5). A mirror that fails is an error, not a warning after which packages seem to be missing.
    static func configuration(_ settings: DockerSettings) -> String {
        var lines = [
            #"APT::Update::Error-Mode "any";"#, #"Acquire::Retries "3";"#, #"Acquire::http::Timeout "60";"#,
            #"Dpkg::Use-Pty "0";"#, #"quiet "1";"#,
        ]
        if settings.caBundle != nil { lines.append(#"Acquire::https::CAInfo "\#(caBundle)";"#) }
        if let proxy = settings.aptProxy {
            lines += ["http", "https"].map { #"Acquire::\#($0)::Proxy "\#(proxy)";"# }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
