#!/usr/bin/env bash
# Installs the real programs the tests talk to (where it can), builds once, runs every test project.
# Ends with one line: N passed, N failed, N skipped. Exit code 1 on any failure, or when nothing ran.
#
#   ./test.sh                      everything
#   ./test.sh --fast               without the tests marked [Slow]
#   ./test.sh --only Core.Tests    one project; may be given several times
#   ./test.sh -- -class '*Pricer*' arguments after -- go to the test runner (see any test program's -help)
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# One project may take this long; a project that hangs is stopped and counts as one failure.
limit=20m
only=()
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --fast) arguments+=(-trait- Category=Slow) ;;
    --only) only+=("${2:?--only needs the name of a test project}"); shift ;;
    --) shift; arguments+=("$@"); break ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) echo "unknown option $1; see ./test.sh --help" >&2; exit 2 ;;
  esac
  shift
done

note() { printf '== %s\n' "$*"; }

# --- Programs from outside ------------------------------------------------------------------------------------------
# Nothing here may fail the run: a test that misses its program says so itself (skipped here, failed when CI=true).
tools=$PWD/artifacts/tools
mkdir -p "$tools/bin"
export PATH="$PATH:$tools/bin"

apt_ready() {
  command -v apt-get > /dev/null || return 1
  [ -n "${apt_updated:-}" ] && return 0
  [ "$(id -u)" = 0 ] && timeout 120 apt-get update -qq > /dev/null 2>&1
  apt_updated=1
}

# Installed as a package: it needs shared libraries.
if ! { command -v node && command -v npm; } > /dev/null && [ "$(id -u)" = 0 ] && apt_ready; then
  note "installing nodejs and npm"
  DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends nodejs npm > /dev/null 2>&1 \
    || note "nodejs could not be installed"
fi

# What native compilation of the lean executable needs beside the SDK.
if ! command -v clang > /dev/null && [ "$(id -u)" = 0 ] && apt_ready; then
  note "installing clang"
  DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends clang zlib1g-dev > /dev/null 2>&1 \
    || note "clang could not be installed"
fi

# fetch PACKAGE PROGRAM...: only unpacked, never installed: the package would start a server.
fetch() {
  local package=$1 scratch
  shift
  if command -v "$1" > /dev/null || ! apt_ready; then return; fi
  note "fetching $package"
  scratch=$(mktemp -d)
  (cd "$scratch" && timeout 300 apt-get download -qq "$package" > /dev/null 2>&1 && dpkg -x "$package"_*.deb unpacked \
    && cp "${@/#/unpacked/usr/bin/}" "$tools/bin/") || note "$package could not be fetched"
  rm -rf "$scratch"
}
fetch prometheus promtool prometheus
fetch prometheus-alertmanager amtool prometheus-alertmanager
fetch influxdb influxd
fetch victoria-metrics victoria-metrics

for packages in tests/*/node; do
  if command -v npm > /dev/null && [ ! "$packages/node_modules/.package-lock.json" -nt "$packages/package-lock.json" ]; then
    note "installing the packages of $packages"
    (cd "$packages" && timeout 600 npm ci --loglevel=error) || note "the packages of $packages could not be installed"
  fi
done

# --- Build ----------------------------------------------------------------------------------------------------------
note "building"
mkdir -p artifacts
if ! { dotnet restore LlmSentinel.sln --locked-mode -v q && dotnet build LlmSentinel.sln --no-restore -v q; } > artifacts/build.log 2>&1; then
  cat artifacts/build.log
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

# --- Run ------------------------------------------------------------------------------------------------------------
# One project after the other: each runs its own tests in parallel already.
passed=0 failed=0 skipped=0
broken=()
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  case $name in Testing | LedgerHost) continue ;; esac
  if [ ${#only[@]} -gt 0 ] && [[ " ${only[*]} " != *" $name "* ]]; then continue; fi

  note "$name"
  log=artifacts/$name.log
  timeout --kill-after=10s "$limit" "tests/$name/bin/Debug/net10.0/LlmSentinel.$name" -noColor -noLogo \
    ${arguments[@]+"${arguments[@]}"} > "$log" 2>&1
  code=$?
  grep -vE '^ +(Discovering|Discovered|Starting|Finished):|^=== TEST EXECUTION SUMMARY' "$log"

  if [[ $(grep -E 'Total: [0-9]+, Errors: ' "$log" | tail -n 1) =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+),\ Not\ Run:\ ([0-9]+) ]]; then
    bad=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
    failed=$((failed + bad))
    skipped=$((skipped + BASH_REMATCH[4]))
    passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - BASH_REMATCH[4] - BASH_REMATCH[5]))
    # A run that reports no failure and still ends badly has crashed afterwards; 8 only says that no test was selected.
    if [ "$bad" = 0 ] && [ $code != 0 ] && [ $code != 8 ]; then bad=1; failed=$((failed + 1)); fi
    [ "$bad" = 0 ] || broken+=("$name")
  elif [ $code != 0 ] || ! grep -qE 'Total: 0$' "$log"; then
    echo "$name ended with code $code and without a summary"
    failed=$((failed + 1))
    broken+=("$name")
  fi
done

[ ${#broken[@]} = 0 ] || note "failed: ${broken[*]}"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ $((passed + skipped)) -gt 0 ]
