# The proximal steps of L1 and MCP, and how far their estimates of known coefficients fall short
set terminal svg size 860,400 font "sans-serif,13" background rgb "white"
MCP = 0x009e73
set multiplot layout 1, 2
set title "proximal step, s = 1, r = 1, γ = 3"
set xlabel "weight v before it"
set ylabel "weight after it"
set xrange [-5:5]
set yrange [-5:5]
set xtics 1
set ytics 1
set key top left
soft(v) = abs(v) < 1 ? 0 : v - sgn(v)
mcp(v) = abs(v) > 3 ? v : 1.5*soft(v)
set samples 1001
plot x with lines lw 1 dt (4, 4) lc rgb None title "no penalty", \
    soft(x) with lines lw 3 lc rgb L1 title "L1", \
    mcp(x) with lines lw 3 lc rgb MCP title "MCP"

set title "estimate less true coefficient"
set xlabel "true coefficient"
set ylabel ""
set xrange [0:3.2]
set yrange [-0.16:0.05]
set xtics 0.5
set ytics 0.05
set key bottom right
plot 0 with lines lw 1 lc rgb None notitle, \
    "mcp.csv" skip 1 using 1:($2 - $1):3 with yerrorbars pt 7 ps 0.9 lw 1.5 lc rgb L1 title "L1", \
    "" skip 1 using 1:($4 - $1):5 with yerrorbars pt 7 ps 0.9 lw 1.5 lc rgb MCP title "MCP, γ = 3"
unset multiplot
