#!/usr/bin/env bash
# Draws every figure of the guides again: CSV to SVG, as the .gp file of its name says. The first line of that file is the title
# that the SVG carries for readers who cannot see it.
# Needs gnuplot (on Debian, the package gnuplot-nox). The same CSV gives the same SVG. The CSV comes from
#     dotnet run --project docs/examples/tutorial -- --figures docs/figures
#     dotnet run --project docs/examples/narrow -- --figures docs/figures
#     dotnet run --project docs/examples/groups -- --figures docs/figures
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for table in *.csv; do
    figure=${table%.csv}
    title=$(sed -n '1s/^# //p' "$figure.gp")
    gnuplot style.gp "$figure.gp" | ../../benchmarks/charts/finish.sh "$title" > "$figure.svg"
    echo "docs/figures/$figure.svg"
done
