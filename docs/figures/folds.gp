# Cross-validation of L1: the mean square of the error against the strength
# Where the lowest mean is, how high a standard error above it, and which strength is the last below that.
stats "folds.csv" skip 1 using 1:2 nooutput
lowest = STATS_pos_min_y
stats "folds.csv" skip 1 using ($1 == lowest ? $2 + $3 : 0) nooutput
bar = STATS_max
stats "folds.csv" skip 1 using ($2 <= bar ? $1 : 0) nooutput
simplest = STATS_max

set title "Cross-validation of L1: means of five folds, with their standard errors"
set logscale x
set xrange [0.45:36]
set xtics (0.5, 1, 2, 4, 8, 16, 32)
set xlabel "strength s"
set ylabel "mean square of the error"
set yrange [2800:5600]
unset key
set arrow from 0.45, bar to 36, bar nohead dt (4, 4) lw 1.5 lc rgb "#999999"
set label "dashed: one standard\nerror above the lowest" at 0.5, 3350 textcolor rgb "#555555"
set arrow from lowest, 2800 to lowest, bar nohead lw 1.5 lc rgb L1
set label "lowest" at lowest * 0.95, 2900 right textcolor rgb L1
set arrow from simplest, 2800 to simplest, bar nohead lw 1.5 lc rgb L2
set label "simplest below it" at simplest * 0.95, 2900 right textcolor rgb L2
plot "folds.csv" skip 1 using 1:2:3 with yerrorbars lw 1.2 lc rgb "#999999" pt 7 ps 0.1, \
    "" skip 1 using 1:2 with linespoints lw 2 pt 7 ps 0.6 lc rgb Ink
