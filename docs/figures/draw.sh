#!/usr/bin/env bash
# Draws every figure of the tutorial again: CSV to SVG, as the .gp file of its name says.
# Needs gnuplot (on Debian, the package gnuplot-nox). The same CSV gives the same SVG. The CSV comes from
#     dotnet run --project docs/examples/tutorial -- --figures docs/figures
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for table in *.csv; do
    figure=${table%.csv}
    # The version of gnuplot is no part of a figure.
    gnuplot style.gp "$figure.gp" | sed '/<desc>/d' > "$figure.svg"
    echo "docs/figures/$figure.svg"
done
