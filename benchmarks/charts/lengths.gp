# Speed against length. Expects also copyBytes: what a copy moves for each byte that is moved here, and what to call it.
load "style.gp"
set logscale x 2
set logscale y 2
set yrange [*:*] noextend
set xrange [64:1.01 * 2**26]
set xtics ("64" 64, "1 K" 2**10, "16 K" 2**14, "256 K" 2**18, "4 M" 2**22, "64 M" 2**26)
set ytics (0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128)
set xlabel "elements" textcolor rgb "#333333"
set ylabel "elements a nanosecond" textcolor rgb "#333333"
label(name) = name eq "memory copy" ? "memory copy, as many bytes" : name
# SimdReg is the first, and drawn last: on top.
plot for [i = words(names):1:-1] csv \
    using 1:(rate(word(names, i), word(names, i) eq "memory copy" ? copyBytes : 1)) \
    with lines ls style(word(names, i)) title label(word(names, i))
