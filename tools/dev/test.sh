# ./dev test: every test there is, each kind by its own runner, and one honest sum. Sourced by ./dev.
#
# Each runner leaves a report in build/reports; tools/dev/tally.py counts them. A program, file or folder
# that ran no test counts as a failure, and so does a skipped test: green means that everything ran.

readonly REPORTS=$ROOT/build/reports
readonly CPP_FOLDERS='base loop net engineio socketio chat store cluster api app sim'
readonly SYSTEM_FOLDERS='conformance e2e attack crash chaos'

tally() { python3 tools/dev/tally.py "$REPORTS/tally.tsv" "$@"; }

has_cpp_tests() { [ -n "$(find "tests/$1" -name '*_test.cc' -print -quit 2>/dev/null)" ]; }

# The environment under which sanitized programs run: every finding ends the program.
sanitizer_options() {
    export ASAN_OPTIONS=detect_stack_use_after_return=1:check_initialization_order=1:strict_string_checks=1
    export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
    export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
}

# Where tests keep their databases. What a disk adds is waiting for it: what a crash leaves of a file, the tests decide
# themselves. In memory where there is room.
readonly MEMORY_DIRECTORY=/dev/shm
temporary_directory() {
    local free
    free=$(df --output=avail -BM "$MEMORY_DIRECTORY" 2>/dev/null | tail -1 | tr -dc 0-9)
    if [ -w "$MEMORY_DIRECTORY" ] && [ "${free:-0}" -ge 2048 ]; then
        echo "$MEMORY_DIRECTORY"
    else
        echo "${TMPDIR:-/tmp}"
    fi
}

# cpp_tests <preset> [folder[:filter]]...: builds and runs the programs of those folders, all without an argument.
cpp_tests() {
    local preset=$1 folder wanted=() programs=() filter='' name
    shift
    for name in "$@"; do
        folder=${name%%:*}
        has_cpp_tests "$folder" || die "tests/$folder has no *_test.cc."
        case $name in *:*) filter=${name#*:} ;; esac
        wanted+=("$folder")
    done
    if [ $# = 0 ]; then
        for folder in $CPP_FOLDERS; do
            if has_cpp_tests "$folder"; then wanted+=("$folder"); fi
        done
    fi
    [ ${#wanted[@]} -gt 0 ] || return 0
    for folder in "${wanted[@]}"; do programs+=("${folder}_tests"); done
    compile "$preset" "${programs[@]}"

    say "C++ tests ($preset): ${wanted[*]}"
    rm -rf "$REPORTS/$preset"
    mkdir -p "$REPORTS/$preset"
    sanitizer_options
    local regex
    regex="^($(IFS='|'; echo "${wanted[*]}"))\\."
    GTEST_OUTPUT="json:$REPORTS/$preset/" GTEST_FILTER="${filter:-*}" GTEST_COLOR=no GTEST_BRIEF=1 \
        TMPDIR=$(temporary_directory) ctest --test-dir "build/$preset" -R "$regex" -j "$(nproc)" --output-on-failure --no-tests=error \
        --timeout 1200 >&2 || true
    local runs
    runs=$(ctest --test-dir "build/$preset" -R "$regex" --show-only=json-v1 | python3 -c 'import json, sys
for test in json.load(sys.stdin)["tests"]: print(test["name"])')
    for folder in "${wanted[@]}"; do
        tally gtest "C++ $folder ($preset)" $(grep "^$folder\." <<<"$runs" | sed "s|.*|$REPORTS/$preset/&.json|")
    done
}

# A *_test.cc becomes its folder and a filter of the suites it defines.
cpp_test_file() {
    local folder suites
    folder=$(cut -d/ -f2 <<<"$1")
    suites=$(sed -nE 's/^(TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|INSTANTIATE_[A-Z_]+)\((\w+, *)?(\w+), *\w+\).*/\3/p; s/^(TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P)\((\w+),.*/\2/p' "$1" | sort -u)
    [ -n "$suites" ] || die "$1 defines no TEST."
    echo "$folder:$(printf '%s.*:*/%s.*:%s/*.*:' $(for s in $suites; do echo "$s $s $s"; done))"
}

web_tests() {
    npm_ci web
    say "web unit tests"
    rm -f "$REPORTS/web.json"
    (cd web && npm --silent test -- --testTimeout=60000 --reporter=default --reporter=json --outputFile.json="$REPORTS/web.json") >&2 || true
    tally vitest "web" "$REPORTS/web.json"
}

# What the system tests run against: the release, as people run it.
system_environment() {
    export PARLOR_BIN=$ROOT/build/release/bin/parlor
    export ECHO_SERVER_BIN=$ROOT/build/release/bin/echo_server
    export CHROMIUM_BIN=${CHROMIUM_BIN:-$(command -v chromium || command -v chromium-browser || true)}
    export PARLOR_ARTEFACTS=$ROOT/build/artefacts
    mkdir -p "$PARLOR_ARTEFACTS"
}

# A system test that hangs is ended after this; the longest (the fifty crashes) takes a few minutes.
readonly SYSTEM_TEST_TIMEOUT=15m

node_test() {
    local report=$REPORTS/system/${1//\//_}.tap
    say "$1"
    timeout --kill-after=10s "$SYSTEM_TEST_TIMEOUT" node --test --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$report" "$1" </dev/null >&2 || true
    tally tap "$1" "$report"
}

python_test() {
    local report=$REPORTS/system/${1//\//_}.json
    say "$1"
    timeout --kill-after=10s "$SYSTEM_TEST_TIMEOUT" python3 tools/dev/run_unittest.py "$1" "$report" </dev/null >&2 || true
    tally unittest "$1" "$report"
}

# The test files whose results were counted. What a job returned cannot be asked long after its end: its process number
# may be another's by then.
readonly COUNTED=$REPORTS/counted

# What one file prints comes in one piece, when it is through.
system_test() {
    local file=$1 output
    output=$REPORTS/system/${file//\//_}.log
    if case $file in
        *.mjs) node_test "$file" ;;
        *.py) python_test "$file" ;;
    esac >"$output" 2>&1; then
        echo "$file" >>"$COUNTED"
    fi
    cat "$output" >&2
}

# How many files run at a time: they wait more than they compute. tests/chaos watches how long things take.
jobs_of() {
    case $1 in
        tests/chaos/*) echo 1 ;;
        *) nproc ;;
    esac
}

# system_tests <file or folder>...
system_tests() {
    local files file uncounted
    files=$(find "$@" -name node_modules -prune -o -type f \( -name '*.test.mjs' -o -name '*_test.py' \) -print 2>/dev/null | LC_ALL=C sort)
    [ -n "$files" ] || return 0
    if [ -f tests/package.json ]; then npm_ci tests; fi
    build_release
    system_environment
    mkdir -p "$REPORTS/system"
    : >"$COUNTED"
    for file in $files; do
        while [ "$(jobs -pr | wc -l)" -ge "$(jobs_of "$file")" ]; do sleep 0.2; done
        system_test "$file" &
    done
    wait
    uncounted=$(grep -vxFf "$COUNTED" <<<"$files" || true)
    [ -z "$uncounted" ] || die "these test files have no result that can be counted; their output is above:" $uncounted
}

tool_tests() {
    local file
    mkdir -p "$REPORTS/system"
    for file in tools/tests/*_test.py; do python_test "$file"; done
}

all_tests() {
    local folder
    tool_tests
    cpp_tests dev
    if [ -f web/package.json ]; then web_tests; fi
    for folder in $SYSTEM_FOLDERS; do system_tests "tests/$folder"; done
}

named_tests() {
    local what=${1%/} folder
    folder=${what#tests/}
    case $what in
        web | web/*) web_tests ;;
        tools | tools/tests) tool_tests ;;
        tests/*_test.cc) cpp_tests dev "$(cpp_test_file "$what")" ;;
        *.test.mjs) system_tests "$what" ;;
        tools/tests/*_test.py) mkdir -p "$REPORTS/system" && python_test "$what" ;;
        *_test.py) system_tests "$what" ;;
        *)
            if grep -qwF -- "${folder%%:*}" <<<"$CPP_FOLDERS" && has_cpp_tests "${folder%%:*}"; then
                cpp_tests dev "$folder"
            elif grep -qwF -- "$folder" <<<"$SYSTEM_FOLDERS" && [ -d "tests/$folder" ]; then
                system_tests "tests/$folder"
            else
                die "there is no test called '$1'; name a folder of tests/, a file in it, 'web' or 'tools'."
            fi
            ;;
    esac
}

dev_test() {
    ensure_setup run test
    mkdir -p "$REPORTS"
    rm -rf "${REPORTS:?}"/*
    local name
    for name in "$@"; do
        case $name in
            *.mjs | *.py | *.cc) [ -f "$name" ] || die "there is no file $name." ;;
        esac
    done
    if [ $# = 0 ]; then
        all_tests
    else
        for name in "$@"; do named_tests "$name"; done
    fi
    tally sum
}
