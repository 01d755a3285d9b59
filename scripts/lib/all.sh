# shellcheck shell=bash
# Everything that the scripts share, in one line to source.
LIB=$(dirname "${BASH_SOURCE[0]}")
for part in common processes packages engine image nginx backend firewall api git stack package package_test; do
    # shellcheck source=/dev/null
    . "$LIB/$part.sh"
done
