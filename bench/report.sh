#!/usr/bin/env bash
# Writes docs/performance.md and its charts from what the last runs left in artifacts/bench: ./bench.sh report [results.json]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p "$root/artifacts/bench"
dotnet build "$root/bench/SideBySide/SideBySide.csproj" -c Release -v q > "$root/artifacts/bench/build.log" 2>&1 \
  || { cat "$root/artifacts/bench/build.log"; exit 1; }
exec dotnet "$root/bench/SideBySide/bin/Release/net10.0/LlmSentinel.Bench.SideBySide.dll" report "$root" "$@"
