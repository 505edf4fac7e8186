# The error of a linear model against the strength of L2
set title "The error against the strength of L2: 65 weights"
set logscale x
set xrange [0.001:100]
set xtics ("0.001" 0.001, "0.01" 0.01, "0.1" 0.1, "1" 1, "10" 10, "100" 100)
set xlabel "strength s = λ/m"
set ylabel "error, share of the variation"
set yrange [0.2:1]
unset key
set label "150 patients learned from" at 0.0013, 0.25 textcolor rgb None
set label "146 others" at 0.0013, 0.85 textcolor rgb L2
set label "overfitting" at 0.02, 0.47 textcolor rgb "#333333"
set label "underfitting" at 20, 0.76 textcolor rgb "#333333"
plot "error.csv" skip 1 using 1:2 with lines lw 3 lc rgb None, "" skip 1 using 1:3 with lines lw 3 lc rgb L2
