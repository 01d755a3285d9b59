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
