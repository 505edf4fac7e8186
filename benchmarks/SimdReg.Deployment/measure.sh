#!/usr/bin/env bash
# Publishes this program in every way in which .NET deploys one, runs all in turn, and prints the lower quartiles as CSV:
# deployment, kernel, elements (0: the first call), nanoseconds per element (of the first call: in all).
# The lower quartile: other work on the machine makes a run slower, never faster, and lasts longer than a run.
# Needs the .NET 10 SDK and, for NativeAOT, clang or gcc. ROUNDS=9 measures longer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runtime=$(dotnet --info | sed -n 's/^ *RID: *//p')

# publish name [properties]
publish() {
    dotnet publish -c Release -r "$runtime" -v quiet -o "$work/$1" --artifacts-path "$work/build/$1" "${@:2}" >&2
}

publish jit --self-contained false
publish r2r --self-contained false -p:PublishReadyToRun=true
publish aot -p:PublishAot=true
publish aot-v3 -p:PublishAot=true -p:IlcInstructionSet=x86-64-v3
publish aot-v3-speed -p:PublishAot=true -p:IlcInstructionSet=x86-64-v3 -p:OptimizationPreference=Speed
publish aot-native -p:PublishAot=true -p:IlcInstructionSet=native

# run name: the program, published under that name; what is after a colon is an environment variable
run() {
    local variable=${1#*:}
    [[ $variable != "$1" ]] || variable=IGNORED=1
    env "$variable" "$work/${1%%:*}/SimdReg.Deployment" | sed "s/^/$1,/"
}

for ((round = 0; round < ${ROUNDS:-5}; round++)); do
    for name in jit jit:DOTNET_EnableAVX512=0 r2r aot aot-v3 aot-v3-speed aot-native; do
        run "$name" >> "$work/all.csv"
    done
done

echo 'deployment,kernel,elements,lower_quartile_ns'
LC_ALL=C sort -t, -k1,1 -k2,2 -k3,3n -k4,4g "$work/all.csv" | awk -F, '
    function flush() { if (n) print key "," values[int((n + 3) / 4)] }
    { next_key = $1 "," $2 "," $3; if (next_key != key) { flush(); key = next_key; n = 0 } values[++n] = $4 }
    END { flush() }'
