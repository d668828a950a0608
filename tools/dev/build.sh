# ./dev build, run, fmt and bench. Sourced by ./dev.

# configure <preset>: CMake runs again by itself when its files change. PARLOR_PRECOMPILED=ON is for a machine that builds
# once and has no compiler cache, as CI's; what only reads the flags of the preset clang stays as it is.
configure() {
    local value precompiled=${PARLOR_PRECOMPILED:-OFF}
    if [ "$1" = clang ]; then precompiled=OFF; fi
    value=$(cat CMakePresets.json /etc/os-release <(echo "$precompiled") | sha256sum)
    if [ -f "build/$1/build.ninja" ] && is_stamped "configure-$1" "$value"; then return 0; fi
    say "configuring build/$1"
    cmake --preset "$1" -DPARLOR_PRECOMPILED="$precompiled" --log-level=WARNING >/dev/null || die "CMake could not configure the preset '$1'; see its message above."
    stamp "configure-$1" "$value"
}

# compile <preset> [target]...
compile() {
    local preset=$1
    shift
    configure "$preset"
    NINJA_STATUS="[$preset %f/%t] " cmake --build "build/$preset" -j "$(jobs_max)" ${@:+--target "$@"} >&2 ||
        die "the build in build/$preset failed; its first error is above."
}

has_target() { ninja -C "build/$1" -t query "$2" >/dev/null 2>&1; }

# The web client into web/dist, when its sources changed.
build_web() {
    [ -f web/package.json ] || return 0
    npm_ci web
    local value
    value="$(tree_hash web docs/protocol) $(node --version)"
    if [ -f web/dist/index.html ] && is_stamped web "$value"; then return 0; fi
    say "building the web client"
    (cd web && npm run --silent build) >&2 || die "the web client did not build; see the message above."
    [ -f web/dist/index.html ] || die "the web client's build left no web/dist/index.html."
    stamp web "$value"
}

build_release() {
    build_web
    configure release
    local target targets=()
    for target in parlor echo_server "$@"; do
        if has_target release "$target"; then targets+=("$target"); fi
    done
    [ ${#targets[@]} -gt 0 ] || return 0
    compile release "${targets[@]}"
}

dev_build() {
    ensure_setup run
    build_release
    say "built $(cd build/release/bin && echo *)"
}

dev_run() {
    ensure_setup run
    build_release
    exec build/release/bin/parlor "$@"
}

cpp_files() {
    find src tests bench examples \( -name node_modules -o -name corpus \) -prune -o \
        -type f \( -name '*.h' -o -name '*.cc' \) -print | LC_ALL=C sort
}

dev_fmt() {
    ensure_setup run test check
    cpp_files | xargs -r clang-format-19 -i
    if [ -f web/package.json ]; then
        npm_ci web
        (cd web && npm run --silent fmt)
    fi
}

dev_bench() {
    ensure_setup run test
    [ -x bench/run ] || die "bench/run is missing; there is nothing to measure."
    build_release loadgen limit_server codecs_bench bus_bench bus_limit search_bench
    exec bench/run "$@"
}
