set multiplot layout 1, 2
set logscale x
set xrange [0.035:70]
set xtics ("0.1" 0.1, "1" 1, "10" 10)
set xlabel "strength s"
set yrange [-0.08:1.08]
set ytics 0.25
set cbrange [3500:5500]
set palette defined (0 "#0060b0", 0.5 "#9cc7e8", 1 "#f2e6d8")
unset key
unset colorbox
set title "grid: 5 strengths, 5 shares"
set ylabel "share of L1"
plot "search.csv" skip 1 using 1:2:3 with points pt 7 ps 1.3 lc palette
set title "draws: 25 strengths, 25 shares"
unset ylabel
plot "search.csv" skip 1 using 4:5:6 with points pt 7 ps 1.3 lc palette
unset multiplot
