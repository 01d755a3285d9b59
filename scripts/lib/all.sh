# shellcheck shell=bash
# Sources all shared parts.
LIB=$(dirname "${BASH_SOURCE[0]}")
for part in common processes packages uv engine image nginx backend firewall api git stack package package_test testing; do
    # shellcheck source=/dev/null
    . "$LIB/$part.sh"
done
