# The L2 and L1 penalties, and their gradients
set multiplot layout 1, 2
set xlabel "weight w"
set xrange [-2:2]
set xtics 1
set yrange [-0.1:2.1]
set ytics 0.5
set title "penalty, s = 1"
set key top center
plot "penalties.csv" skip 1 using 1:2 with lines lw 3 lc rgb L2 title "L2: w²/2", \
    "" skip 1 using 1:4 with lines lw 3 lc rgb L1 title "L1: |w|"

set title "its gradient"
set yrange [-2.1:2.1]
set ytics 1
set key top left
# sign(w) jumps at 0: two halves, and a vertical line between them.
plot "penalties.csv" skip 1 using 1:3 with lines lw 3 lc rgb L2 title "L2: w", \
    "" skip 1 using ($1 < 0 ? $1 : 0):($1 < 0 ? $5 : $1 == 0 ? -1 : NaN) with lines lw 3 lc rgb L1 title "L1: sign(w)", \
    "" skip 1 using ($1 > 0 ? $1 : 0):($1 > 0 ? $5 : $1 == 0 ? 1 : NaN) with lines lw 3 lc rgb L1 notitle, \
    "" skip 1 using (0):($1 == 0 ? -1 : NaN):(0):(2) with vectors nohead lw 1.5 dt (4, 4) lc rgb L1 notitle
unset multiplot
