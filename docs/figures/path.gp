# Ten weights against the strength of L1
set title "Ten weights on the L1 path"
set logscale x
set xrange [50:0.22]
set xtics ("40" 40, "20" 20, "10" 10, "4" 4, "2" 2, "1" 1, "0.5" 0.5)
set xlabel "strength s, from strong to weak"
set ylabel "weight"
unset key
array Shade[10] = [0x808080, 0xcc79a7, 0xd55e00, 0x009e73, 0x808080, 0x56b4e9, 0x0060b0, 0x808080, 0xe69f00, 0x6a3d9a]
# So that no name covers another.
array Lift[10] = [-0.3, 0, 0, 0, 0, 1.3, -0.9, -0.6, 0, 1.8]
stats "path.csv" skip 1 using 1 nooutput
last = STATS_records
plot for [j = 2:11] "path.csv" skip 1 using 1:j with lines lw 2.5 lc rgb Shade[j - 1], \
    for [j = 2:11] "" skip last using 1:(column(j) + Lift[j - 1]):(word(system("head -1 path.csv | tr , ' '"), j)) with labels left offset 1, 0 textcolor rgb Shade[j - 1]
