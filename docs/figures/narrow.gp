# Bytes a weight, digits read right, R² and zeros of both models, for each storage of weights, gradients and moments
set terminal svg size 1020,470 font "sans-serif,12" background rgb "white"
set multiplot
set bmargin at screen 0.15
set tmargin at screen 0.9
set yrange [12.6:-0.6]
set grid xtics noytics lt 1 lw 0.5 lc rgb "#dddddd"
set border 1
set style fill solid
set boxwidth 0.6
unset key

set lmargin at screen 0.37
set rmargin at screen 0.49
set title font ",13"
set title "bytes a weight"
set label 1 "weights · gradients · moments" at screen 0.355, screen 0.93 right textcolor rgb Ink
set xrange [0:17]
set xtics 4
plot "narrow.csv" skip 1 using (0):0:(0):2:($0 - 0.3):($0 + 0.3):ytic(1) with boxxyerror lc rgb 0xbbbbbb
unset label 1
set ytics format ""
set ytics 1 scale 0

set lmargin at screen 0.52
set rmargin at screen 0.66
set title "right digits, less float's"
set xlabel "percentage points"
set xrange [-0.6:0.6]
set xtics 0.4
set arrow 1 from 0, -0.6 to 0, 12.6 nohead lc rgb None
plot "narrow.csv" skip 1 using 3:0:4 with xerrorbars pt 7 ps 0.7 lw 1.5 lc rgb L2

set lmargin at screen 0.69
set rmargin at screen 0.83
set title "R², less float's"
set xlabel " "
set xrange [-0.02:0.01]
set xtics 0.01
plot "narrow.csv" skip 1 using 5:0:6 with xerrorbars pt 7 ps 0.7 lw 1.5 lc rgb L1

unset arrow 1
set lmargin at screen 0.86
set rmargin at screen 0.98
set title "zeros, %"
set xrange [30:90]
set xtics 20
set label 2 "digits" at 59, 14.55 right textcolor rgb L2
set label 3 "patients" at 62, 14.55 textcolor rgb L1
plot "narrow.csv" skip 1 using 7:0 with points pt 7 ps 0.7 lc rgb L2, "" skip 1 using 8:0 with points pt 7 ps 0.7 lc rgb L1
unset multiplot
