# shellcheck shell=dash
# Chains of the host's firewall. Debian's maintainer scripts use it too, in plain sh.

# remove_chains PROGRAM TABLE PREFIX: chains whose names begin with PREFIX, and the jumps to them, in one step.
remove_chains() {
    local program=$1 table=$2 prefix=$3 rules
    rules=$("$program" -w 10 -t "$table" -S 2>/dev/null | grep -F -- "$prefix") || return 0
    {
        echo "*$table"
        echo "$rules" | sed -n "s/^-A \(.* -j $prefix\)/-D \1/p"
        echo "$rules" | sed -n "s/^-N /-F /p"
        echo "$rules" | sed -n "s/^-N /-X /p"
        echo COMMIT
    } | "$program-restore" -w 10 --noflush
}
