#!/usr/bin/env bash
# What the stores take and how fast they are: ./bench.sh stores [--rows N] [--out FILE]
# Prints a table and writes artifacts/bench/stores.json. Ten million rows take about six minutes and 6 GB below /tmp.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
mkdir -p artifacts/bench
dotnet publish bench/Stores -c Release -o artifacts/bench/bin/stores -v q > artifacts/bench/build.log 2>&1 || { cat artifacts/bench/build.log; exit 1; }
exec artifacts/bench/bin/stores/LlmSentinel.Bench.Stores "$@"
