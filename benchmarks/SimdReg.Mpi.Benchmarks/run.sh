#!/usr/bin/env bash
# Measures sharded steps on 1, 2, 4 and 8 ranks of this machine, and writes mpi-scaling.csv and mpi-scaling.md.
#
#     benchmarks/SimdReg.Mpi.Benchmarks/run.sh benchmarks/results/some-cpu [command ...]
#
# Takes 5 minutes and 5 GB of memory. The command, if any, is put before each group of measurements, which takes up to a minute: a lock, for example, where several
# people measure. ROUNDS says how often all groups are measured, one after another, so that what else the machine does affects all alike: 3 by default.
set -euo pipefail

here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
program=$here/bin/Release/net10.0/SimdReg.Mpi.Benchmarks.dll

# Containers run as root. TERM: in a terminal, .NET prints control sequences.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 TERM=

# --group ranks experiment ...: measures, and prints rows.
if [[ $1 == --group ]]; then
    for experiment in "${@:3}"; do
        mpirun --oversubscribe --bind-to none -np "$2" dotnet "$program" "$experiment"
    done
    exit
fi

folder=$(realpath "$1")
shift
dotnet build -c Release "$here"
echo what,ranks,size,chunk,name,value > "$folder/mpi-scaling.csv"
for ((round = 0; round < ${ROUNDS:-3}; round++)); do
    for group in "1 memory threads plain strong weak chunks" "2 memory messages threads strong weak overlap chunks" \
        "4 messages strong weak overlap chunks" "8 messages strong weak overlap"; do
        # shellcheck disable=SC2086 # A group is several words.
        "$@" "$here/run.sh" --group $group >> "$folder/mpi-scaling.csv"
    done
done

dotnet "$program" tables "$folder" > "$folder/mpi-scaling.md"
