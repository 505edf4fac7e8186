# The mean ink of the 64 pixels, and which of them a network keeps at four strengths of the group lasso
set terminal svg size 900,240 font "sans-serif,12" background rgb "white"
set multiplot layout 1, 5
unset key
unset border
unset tics
unset grid
unset colorbox
set size ratio -1
set xrange [-0.6:7.6]
set yrange [7.6:-0.6]
set cbrange [0:1]
set palette defined (0 "#ffffff", 1 "#222222")
set style fill solid border rgb "#cccccc"
set title font ",13"
set title "mean ink"
plot "pixels.csv" skip 1 using 2:1:($2 - 0.5):($2 + 0.5):($1 - 0.5):($1 + 0.5):3 with boxxyerror lc palette
set palette defined (0 "#ffffff", 1 "#009e73")
do for [j = 4:7] {
    set title sprintf("s = %s", substr(word(system("head -1 pixels.csv | tr , ' '"), j), 2, 9))
    plot "pixels.csv" skip 1 using 2:1:($2 - 0.5):($2 + 0.5):($1 - 0.5):($1 + 0.5):j with boxxyerror lc palette
}
unset multiplot
