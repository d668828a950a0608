# ./dev check: what a change must pass besides ./dev test. Sourced by ./dev.
#
# Cheap steps come first. All steps run even when one fails, so that one run tells everything.

readonly CHECK_STEPS='format layers bans links schema web headers tidy tsan fuzz'
# Folders whose tests start no thread, as tests/CMakeLists.txt has it.
readonly FOLDERS_WITHOUT_THREADS='base|net|chat|sim'
# How long each fuzz target runs over its corpus.
readonly FUZZ_SECONDS=${FUZZ_SECONDS:-30}

check_format() {
    local bad=0
    cpp_files | xargs -r clang-format-19 --dry-run -Werror || bad=1
    [ $bad = 0 ] || printf 'Run ./dev fmt.\n'
    return $bad
}

check_layers() { python3 tools/check_layers.py; }

check_bans() { python3 tools/check_bans.py; }

check_links() { python3 tools/check_links.py; }

# docs/protocol is what both sides are made from: the client's types are the ones its schema gives.
check_schema() {
    [ -f web/scripts/generate_types.mjs ] || return 0
    npm_ci web
    node web/scripts/generate_types.mjs --check
}

# The web client's lint and types, and that its first load stays within its budget.
check_web() {
    [ -f web/package.json ] || return 0
    build_web
    (cd web && npm run --silent lint && npm run --silent budget)
}

# Every header compiles alone, by both its own includes and nothing else.
check_headers() {
    configure clang
    python3 tools/check_units.py headers --jobs "$(nproc)"
}

check_tidy() {
    setup_clang_headers
    configure clang
    python3 tools/check_units.py tidy --jobs "$(nproc)"
}

# The tests that have threads run under TSan, compiled with clang; programs and benchmarks are linked once, here. Those of
# the folders without (net lives on whichever loop calls it, chat has one thread) run under ASan alone: they are half of
# what there is to compile. The store's contract runs on SQLite here: on PostgreSQL its threads are the same, and a server
# that answers each question makes it slow; what is PostgreSQL's alone runs. What clang warns of in any unit, clang-tidy says.
check_tsan() {
    compile tsan
    rm -f "$REPORTS/tally.tsv"
    cpp_tests tsan $(tr ' ' '\n' <<<"$CPP_FOLDERS" | grep -vxE "$FOLDERS_WITHOUT_THREADS" | sed 's|^store$|store:-Postgres/*|')
    tally sum
}

check_fuzz() {
    [ -n "$(find tests/fuzz -name '*.cc' -print -quit 2>/dev/null)" ] || return 0
    compile fuzz fuzz_targets
    sanitizer_options
    python3 tools/run_fuzz.py --bin build/fuzz/bin/fuzz --sources tests/fuzz --work build/fuzz-work \
        --seconds "$FUZZ_SECONDS" --jobs "$(nproc)"
}

dev_check() {
    ensure_setup run test check
    local step failed=() started status
    for step in "$@"; do
        grep -qwF -- "$step" <<<"$CHECK_STEPS" || die "'$step' is not one of: $CHECK_STEPS."
    done
    mkdir -p "$REPORTS"
    for step in ${@:-$CHECK_STEPS}; do
        say "check $step"
        started=$SECONDS
        # A subshell, so that a step that dies takes only itself along; not in the `if`, where -e would be off.
        set +e
        (set -e; "check_$step")
        status=$?
        set -e
        if [ $status = 0 ]; then
            printf '    %s: good (%ss)\n' "$step" $((SECONDS - started)) >&2
        else
            printf '    %s: FAILED (%ss)\n' "$step" $((SECONDS - started)) >&2
            failed+=("$step")
        fi
    done
    [ ${#failed[@]} = 0 ] || die "check failed: ${failed[*]}. Repeat one step with './dev check ${failed[0]}'."
    say "all checks passed"
}
