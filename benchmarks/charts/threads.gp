# elements a nanosecond of steps over 16 M floats, by the number of threads
load "style.gp"
set title machine.": steps over 16 M floats"
set ylabel "elements a nanosecond" textcolor rgb "#333333"
set yrange [0:*]
counts = system("tail -n +2 '".csv."' | cut -d, -f1 | sort -nu | tr '\\n' ' '")

# A cluster of bars for each step, a bar for each number of threads, with the quartiles.
width = 0.8 / words(counts)
place(i, j) = i + (j - (words(counts) + 1) / 2.0) * width
set key noinvert
set style fill solid
set boxwidth width * 0.9
set xrange [0.4:words(names) + 0.6]
set xtics () scale 0
set for [i = 1:words(names)] xtics add (word(names, i) i)
array Shade[4] = [0x9cc7e8, 0x0060b0, 0x009e73, 0xd55e00]
shade(j) = Shade[(j - 1) % 4 + 1]
plot for [j = 1:words(counts)] for [i = 1:words(names)] csv \
        using (place(i, j)):(strcol(2) eq word(names, i) && column(1) == word(counts, j) ? 1 / column(3) : NaN) \
        with boxes lc rgb shade(j) title (i > 1 ? "" : word(counts, j) eq "1" ? "1 thread" : word(counts, j)." threads"), \
    for [j = 1:words(counts)] for [i = 1:words(names)] csv \
        using (place(i, j)):(strcol(2) eq word(names, i) && column(1) == word(counts, j) ? 1 / column(5) : NaN):(0):(1 / column(4) - 1 / column(5)) \
        with vectors nohead lw 2 lc rgb "#333333" notitle
