#!/usr/bin/env bash
# Draws every chart again: of each folder of results that holds what --sweep writes, CSV to SVG beside it.
# Needs gnuplot (on Debian, the package gnuplot-nox). The same CSV gives the same SVG.
# Another folder than benchmarks/results may be named.
set -euo pipefail
charts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
results=${1:-$charts/../results}

# draw folder chart: chart.csv to chart.svg, as chart.gp says
draw() {
    # The version of gnuplot is no part of a chart.
    (cd "$charts" && gnuplot -e "csv='$1/$2.csv'" "$2.gp") | sed '/<desc>/d' > "$1/$2.svg"
    echo "$1/$2.svg"
}

for folder in "$(cd "$results" && pwd)"/*/; do
    for chart in step sum threads; do
        [[ ! -e $folder$chart.csv ]] || draw "${folder%/}" "$chart"
    done
done
