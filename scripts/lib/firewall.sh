# shellcheck shell=bash
# What the backend leaves in the host's firewall: rules that guard apps also while it does not run.

# remove_fence: takes away the chains that the backend under $STATE named in its log, once its apps are gone.
remove_fence() {
    local name
    name=$(grep -o 'firewall=DCC-[0-9a-z]*' "$STATE/dcc.log" 2>/dev/null | tail -n 1 | cut -d= -f2) || true
    [ -n "$name" ] || return 0
    remove_chains iptables filter "$name"
    remove_chains ip6tables raw "$name"
}

# remove_chains PROGRAM TABLE PREFIX: chains whose names begin with PREFIX, and the jumps to them, in one step.
remove_chains() {
    local program=$1 table=$2 prefix=$3 rules
    rules=$("$program" -w 10 -t "$table" -S 2>/dev/null | grep -F -- "$prefix") || return 0
    {
        echo "*$table"
        sed -n "s/^-A \(.* -j $prefix\)/-D \1/p" <<<"$rules"
        sed -n "s/^-N /-F /p" <<<"$rules"
        sed -n "s/^-N /-X /p" <<<"$rules"
        echo COMMIT
    } | "$program-restore" -w 10 --noflush
}
