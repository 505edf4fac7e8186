# Digits read right against the share of pixels that a network keeps, under the group lasso and L1
set terminal svg size 860,420 font "sans-serif,13" background rgb "white"
Group = 0x009e73
Momentum = 0xe69f00
set xlabel "pixels kept, %"
set xrange [40:75]
set yrange [84:96]
set xtics 5
set ytics 2
set multiplot layout 1, 2
set ylabel "digits read right, %"
set title "trained with the penalty"
unset key
is(rule, penalty, y) = strcol(1) eq rule && strcol(2) eq penalty ? y : NaN
set label 1 "no penalty: 100 % of the pixels" at 41, 95.4 textcolor rgb None font ",11"
plot "groups.csv" skip 1 using (is("Adam", "none", 1) == 1 ? 40 : NaN):(100*$6):(35):(0) with vectors nohead lw 1.5 dt (4, 4) lc rgb None notitle, \
    "" skip 1 using (is("Adam", "group lasso", 100*$4)):(100*$6):(100*$7) with yerrorlines pt 7 ps 0.7 lw 1.5 lc rgb Group, \
    "" skip 1 using (is("Adam", "L1", 100*$4)):(100*$6):(100*$7) with yerrorlines pt 5 ps 0.7 lw 1.5 lc rgb L1, \
    "" skip 1 using (is("momentum", "group lasso", 100*$4)):(100*$6):(100*$7) with yerrorlines pt 9 ps 0.9 lw 1.5 lc rgb Momentum
unset label 1
unset ylabel
set title "then refitted without it"
set key bottom right
plot "groups.csv" skip 1 using (is("Adam", "none", 1) == 1 ? 40 : NaN):(100*$8):(35):(0) with vectors nohead lw 1.5 dt (4, 4) lc rgb None title "no penalty", \
    "" skip 1 using (is("Adam", "group lasso", 100*$4)):(100*$8):(100*$9) with yerrorlines pt 7 ps 0.7 lw 1.5 lc rgb Group title "group lasso, Adam", \
    "" skip 1 using (is("momentum", "group lasso", 100*$4)):(100*$8):(100*$9) with yerrorlines pt 9 ps 0.9 lw 1.5 lc rgb Momentum title "group lasso, momentum", \
    "" skip 1 using (is("Adam", "L1", 100*$4)):(100*$8):(100*$9) with yerrorlines pt 5 ps 0.7 lw 1.5 lc rgb L1 title "L1, Adam"
unset multiplot
