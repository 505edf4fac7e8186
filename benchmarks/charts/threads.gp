# Speed against threads.
load "style.gp"
set title "Steps over 16 M floats"
set xlabel "threads" textcolor rgb "#333333"
set ylabel "elements a nanosecond" textcolor rgb "#333333"
set yrange [0:*]
stats csv using 1 every ::1 nooutput
set xtics ceil(STATS_max / 16)
set xrange [*:*] noextend
set offsets graph 0.08, graph 0.08, 0, 0
plot for [i = words(names):1:-1] csv using 1:(rate(word(names, i), 1)) \
    with linespoints ls 2 * i - 1 pt 7 ps 0.7 title word(names, i)
