# Words the verbs share. Sourced by ./dev, which has set ROOT and changed into it.

# One compiler cache for every checkout and build folder: paths below ROOT count by their relative names.
export CCACHE_BASEDIR=$ROOT CCACHE_NOHASHDIR=1

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

die() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# How many compilers at once: as many as there are cores, and 1.5 GB of memory for each.
jobs_max() {
    local cores memory_mb
    cores=$(nproc)
    memory_mb=$(awk '/MemAvailable/ {print int($2 / 1024)}' /proc/meminfo 2>/dev/null || echo 4096)
    local by_memory=$((memory_mb / 1500))
    if [ "$by_memory" -lt 1 ]; then by_memory=1; fi
    echo $((cores < by_memory ? cores : by_memory))
}

# tree_hash <path>...: one hash over the names and contents of the files below the paths.
tree_hash() {
    find "$@" \( -name node_modules -o -name dist -o -name coverage -o -name .git \) -prune -o -type f -print0 2>/dev/null |
        LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# is_stamped <name> <value>: was the step <name> last finished with this value?
is_stamped() { [ "$(cat "build/stamps/$1" 2>/dev/null)" = "$2" ]; }

stamp() {
    mkdir -p build/stamps
    printf '%s\n' "$2" >"build/stamps/$1"
}
