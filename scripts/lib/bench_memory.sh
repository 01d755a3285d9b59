# shellcheck shell=bash
# Memory of a process by what it maps.

# memory_by_mapping PID: prints Pss in MB (proc(5), smaps), all of it and by mapping.
memory_by_mapping() {
    awk '
        function named(path) { return path == "" ? "anonymous" : path ~ /^\[/ ? path : path ~ /\.so/ ? "shared libraries" : path ~ /\/dcc$/ ? "the program" : "other files" }
        /^[0-9a-f]+-[0-9a-f]+ / { name = named($6) }
        /^Pss:/ { size[name] += $2; all += $2 }
        END {
            printf "%-34s %.1f MB\n", "Pss of the service", all / 1024
            for (name in size) printf "%-34s %.1f MB\n", "  " name, size[name] / 1024 | "sort -k1,1"
        }' "/proc/$1/smaps"
}
