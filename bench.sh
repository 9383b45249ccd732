#!/usr/bin/env bash
# Builds everything as it is shipped and compares it, side by side on this machine: direct, nginx, plain YARP, the sentinel.
# Results: tables here, artifacts/bench/results.json. Exit code 1 when a row was lost or wrong, or a target failed.
#
#   ./bench.sh                     each goal
#   ./bench.sh --quick             what changes most, some minutes
#   ./bench.sh --full              every scenario, below forty minutes
#   ./bench.sh --only 'closed/*'   scenarios by name; may be given several times; --list names them
#   ./bench.sh --targets yarp,...  of direct, nginx, yarp, sentinel, sentinel-observing, sidecar, portkey
#   ./bench.sh --rounds N --seconds N --out FILE
#   ./bench.sh --no-build          measures what was built before
#   ./bench.sh --write-docs        writes docs/performance.md and its charts as well
#   ./bench.sh report [FILE]       writes them from the results of an earlier run
#   ./bench.sh micro [FILTER]      times the stages of the hot path one by one
#   ./bench.sh stores [--rows N]   what the stores take and how fast they are
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

case ${1:-} in
  micro) shift; exec bench/micro.sh "$@" ;;
  stores) shift; exec bench/stores.sh "$@" ;;
  report) shift; exec bench/report.sh "$@" ;;
esac

build=yes
docs=no
targets=
out=artifacts/bench/results.json
arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --no-build) build=no ;;
    -h | --help) sed -n '2,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    --write-docs) docs=yes ;;
    --out) out=${2:?--out needs a file}; arguments+=("$1" "$2"); shift ;;
    --list) build=bench; arguments+=(--list) ;;
    --targets) targets=${2:?--targets needs names}; arguments+=("$1" "$2"); shift ;;
    *) arguments+=("$1") ;;
  esac
  shift
done

# Whether a target is asked for: all are, unless some are named.
wanted() { [ -z "$targets" ] || [[ ",$targets," == *",$1,"* ]]; }

bin=$root/artifacts/bench/bin
publish() {
  echo "== building $1" >&2
  mkdir -p artifacts/bench
  dotnet publish "$1" -c Release -o "$2" -v q "${@:3}" > artifacts/bench/build.log 2>&1 || { cat artifacts/bench/build.log; exit 1; }
}

if [ $build != no ]; then
  publish bench/SideBySide "$bin/bench"
fi
if [ $build = yes ]; then
  publish src/Sentinel "$bin/sentinel"
  publish bench/StartupHook "$bin/hook"
fi

# Native code takes minutes to build, and its compiler may not be there: without it the column is missing.
if [ $build = yes ] && wanted sidecar; then
  echo "== building src/Sidecar (native)" >&2
  dotnet publish src/Sidecar -c Release -o "$bin/sidecar" -v q > artifacts/bench/sidecar.log 2>&1 \
    || { rm -rf "$bin/sidecar"; echo "== without the sidecar: artifacts/bench/sidecar.log (Debian: apt-get install clang zlib1g-dev)" >&2; }
fi

portkey=$root/bench/portkey
if [ $build = yes ] && wanted portkey && command -v npm > /dev/null \
  && [ ! "$portkey/node_modules/.package-lock.json" -nt "$portkey/package-lock.json" ]; then
  echo "== installing Portkey" >&2
  (cd "$portkey" && timeout 600 npm ci --loglevel=error > /dev/null) || echo "== without Portkey: it could not be installed" >&2
fi

# Thousands of connections, on both ends.
ulimit -n "$(ulimit -Hn)" 2> /dev/null || true

# One heap without a thread per processor is enough for the generator, and leaves the processors to what is measured.
run() { DOTNET_gcServer=0 "$bin/bench/LlmSentinel.Bench.SideBySide" run "$root" ${arguments[@]+"${arguments[@]}"}; }
if [ $docs = no ]; then
  run
else
  code=0
  run || code=$?
  bench/report.sh "$out"
  exit $code
fi
