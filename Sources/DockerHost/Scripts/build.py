"""Installs what no index has as a wheel, and wheels from hosts that the store does not take, as the app's user.

Runs after the others and only if there is such a thing. The shared packages are mounted: builds may call their programs.
"""

import environment


def main():
    environment.put_first()
    environment.run(
        "uv", "pip", "install", "--preview-features", "pylock", "--no-deps", "--python", environment.PYTHON,
        "--requirements", "/dcc/out/pylock.own.toml",
    )


main()
