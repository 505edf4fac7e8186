# Histograms of 65 weights without a penalty, under L2 and under L1
set multiplot layout 1, 3 title "65 weights, sorted into bins two wide" font ",15" textcolor rgb "#222222"
set style fill solid
set boxwidth 1.7
set xrange [-26:26]
set xtics ("≤ −24" -24, "0" 0, "≥ 24" 24)
set yrange [0:50]
set xlabel "weight"
unset key
set title "no penalty"
set ylabel "weights in the bin"
plot "weights.csv" skip 1 using 1:2 with boxes lc rgb None
unset ylabel
set title "L2, s = 0.8"
plot "weights.csv" skip 1 using 1:3 with boxes lc rgb L2
set title "L1, s = 4"
set label "exactly zero" at 2, 40 textcolor rgb L1
plot "weights.csv" skip 1 using 1:4 with boxes lc rgb 0xf2b48a, "" skip 1 using 1:5 with boxes lc rgb L1
unset multiplot
