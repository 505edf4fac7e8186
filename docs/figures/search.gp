# The score of a grid and of random draws of an elastic net
set multiplot
set logscale x
set xrange [0.035:70]
set xtics ("0.1" 0.1, "1" 1, "10" 10)
set xlabel "strength s"
set yrange [-0.08:1.08]
set ytics 0.25
set cbrange [3500:5500]
set cbtics ("3500" 3500, "4000" 4000, "4500" 4500, "5000" 5000, "≥ 5500" 5500)
set palette defined (0 "#0060b0", 0.5 "#9cc7e8", 1 "#f2e6d8")
unset key
set bmargin at screen 0.2
set tmargin at screen 0.89

unset colorbox
set lmargin at screen 0.09
set rmargin at screen 0.44
set title "grid: 5 strengths, 5 shares"
set ylabel "share of L1"
plot "search.csv" skip 1 using 1:2:3 with points pt 7 ps 1.4 lc palette
set lmargin at screen 0.53
set rmargin at screen 0.86
set colorbox user origin screen 0.885, screen 0.2 size screen 0.02, screen 0.69
set cblabel "mean square of the error" textcolor rgb "#333333"
set title "draws: 25 strengths, 25 shares"
unset ylabel
plot "search.csv" skip 1 using 4:5:6 with points pt 7 ps 1.4 lc palette
unset multiplot
