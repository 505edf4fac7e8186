#!/usr/bin/env bash
# Draws every chart again: of each folder of results that holds what --sweep writes, CSV to SVG beside it.
# The heading of the folder's README is the name of the machine, which every title begins with.
# Needs gnuplot (on Debian, the package gnuplot-nox). The same CSV gives the same SVG.
# Another folder than benchmarks/results may be named.
set -euo pipefail
charts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=${1:-$charts/../results}

# draw folder chart: chart.csv to chart.svg, as chart.gp says
draw() {
    local machine
    machine=$(sed -n '1s/^# //p' "$1/README.md")
    (cd "$charts" && gnuplot -e "csv='$1/$2.csv'; machine='$machine'" "$2.gp") \
        | "$charts/finish.sh" "$machine: $(sed -n '1s/^# //p' "$charts/$2.gp")" > "$1/$2.svg"
    echo "$1/$2.svg"
}

for folder in "$(cd "$results" && pwd)"/*/; do
    for chart in step sum threads; do
        [[ ! -e $folder$chart.csv ]] || draw "${folder%/}" "$chart"
    done
done
