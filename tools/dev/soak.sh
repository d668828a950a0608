# ./dev soak: further seeds of the simulation, for as long as one has. Sourced by ./dev.

# dev_soak [how long] [first seed]: 90, 90s or 10m; a minute when nothing is said.
dev_soak() {
    local time=${1:-60} seconds
    case $time in
        *[!0-9sm]* | '' | [sm]*) die "soak for how long? For example './dev soak 90' (seconds) or './dev soak 10m'." ;;
        *m) seconds=$((${time%m} * 60)) ;;
        *) seconds=${time%s} ;;
    esac
    ensure_setup run test
    compile dev sim_soak
    sanitizer_options
    build/dev/bin/sim_soak "$seconds" "${@:2}" || die "promises were broken; each seed above says how to replay it."
}
