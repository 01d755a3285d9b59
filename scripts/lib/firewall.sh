# shellcheck shell=dash
# Cleans up the backend's firewall rules, which stay in place while it is stopped to protect running apps. The package's
# maintainer scripts include this file, so it must be plain sh.

# remove_idle_fences: removes the chains of installations without a bridge. Existing apps keep theirs, and a running backend
# recreates its chains before it needs them.
remove_idle_fences() {
    remove_idle_fences_from iptables filter
    remove_idle_fences_from ip6tables raw
}

# remove_idle_fences_from PROGRAM TABLE
remove_idle_fences_from() {
    local program=$1 table=$2 installation
    for installation in $("$program" -w 10 -t "$table" -S 2>/dev/null | sed -nE 's/^-N DCC-([0-9a-z]+).*/\1/p' | sort -u); do
        grep -q "^ *dcc$installation" /proc/net/dev || remove_chains "$program" "$table" "DCC-$installation"
    done
}

# remove_chains PROGRAM TABLE PREFIX: atomically removes chains whose names begin with PREFIX, and the jumps to them.
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
