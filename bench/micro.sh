#!/usr/bin/env bash
# Times the stages of the hot path one by one: ./bench.sh micro [filter] [--long]
# Prints a table and writes artifacts/bench/micro.json. All of it takes about three minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p artifacts/bench
dotnet build bench/Micro/Micro.csproj -c Release -v q > artifacts/bench/build.log 2>&1 || { cat artifacts/bench/build.log; exit 1; }
exec dotnet bench/Micro/bin/Release/net10.0/LlmSentinel.Bench.Micro.dll "$@"
