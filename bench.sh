#!/usr/bin/env bash
# Builds everything as it is shipped and compares it, side by side on this machine: direct, nginx, plain YARP, the sentinel.
# Results: tables here, artifacts/bench/results.json. Exit code 1 when a row was lost or wrong, or a target failed.
#
#   ./bench.sh                  each goal
#   ./bench.sh --quick          what changes most, about three minutes
#   ./bench.sh --full           every scenario, more rounds
#   ./bench.sh --only 'closed/*/c64' --targets direct,yarp,sentinel --rounds 9
#   ./bench.sh --full --write-docs   and docs/performance.md from it
#   ./bench.sh micro [filter]   the stages of the hot path one by one
#   ./bench.sh report           docs/performance.md from the last results
#   ./bench.sh --help           all options
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

case ${1:-} in
  micro) shift; exec bench/micro.sh "$@" ;;
  report) shift; exec bench/report.sh "$@" ;;
esac

build=yes
arguments=()
for argument in "$@"; do
  case $argument in
    --no-build) build=no ;;
    -h | --help) build=no; arguments+=(--help) ;;
    *) arguments+=("$argument") ;;
  esac
done

bin=$root/artifacts/bench/bin
publish() {
  echo "== building $1" >&2
  mkdir -p artifacts/bench
  dotnet publish "$1" -c Release -o "$2" -v q "${@:3}" > artifacts/bench/build.log 2>&1 || { cat artifacts/bench/build.log; exit 1; }
}

if [ $build = yes ]; then
  publish src/Sentinel "$bin/sentinel"
  publish bench/SideBySide "$bin/bench"
  publish bench/StartupHook "$bin/hook"
fi

# Thousands of connections, on both ends.
ulimit -n "$(ulimit -Hn)" 2> /dev/null || true

# One heap without a thread per processor is enough for the generator, and leaves the processors to what is measured.
export DOTNET_gcServer=0
exec "$bin/bench/LlmSentinel.Bench.SideBySide" run "$root" ${arguments[@]+"${arguments[@]}"}
