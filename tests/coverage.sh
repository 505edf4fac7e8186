#!/usr/bin/env bash
# Measures how much of src/ the tests run. Fails below 99 % of lines or 96 % of branches.
# Leaves the reports in coverage/, which is ignored: a coverage.cobertura.xml for SimdReg and its tuning, and one for TorchSharp.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rm -rf coverage

# measure tests assemblies: as filters of coverlet
measure() {
    dotnet test -c Release "tests/$1" --settings tests/coverage.runsettings --collect "XPlat Code Coverage" --results-directory coverage \
        -- "DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.Include=$2"
}

measure SimdReg.Tests '[SimdReg]*,[SimdReg.Tuning]*'
measure SimdReg.Mpi.Tests '[SimdReg.Mpi]*'
measure SimdReg.TorchSharp.Tests '[SimdReg.TorchSharp]*'

# The counts of a report are attributes of its root.
cat coverage/*/coverage.cobertura.xml | grep '<coverage ' | awk '
    function count(name) { return match($0, name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) : 0 }
    { lines += count("lines-covered"); allLines += count("lines-valid"); branches += count("branches-covered"); allBranches += count("branches-valid") }
    END {
        if (NR != 3 || !allLines || !allBranches) { print "A report is missing."; exit 1 }
        printf "lines %d of %d: %.1f %%\nbranches %d of %d: %.1f %%\n", lines, allLines, 100 * lines / allLines, branches, allBranches, 100 * branches / allBranches
        exit !(lines >= 0.99 * allLines && branches >= 0.96 * allBranches)
    }'
