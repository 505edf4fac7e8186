# What all figures share. Colours that are told apart with any colour vision, after Okabe and Ito (2008).
set terminal svg size 760,400 font "sans-serif,13" background rgb "white"
set encoding utf8
set minussign
set datafile separator ","
set border 3 lc rgb "#666666"
set tics nomirror out textcolor rgb "#333333"
set grid ytics lt 1 lw 0.5 lc rgb "#dddddd"
set title font ",15" textcolor rgb "#222222"
set xlabel "" textcolor rgb "#333333"
set ylabel "" textcolor rgb "#333333"
set key textcolor rgb "#333333" Left reverse samplen 2 spacing 1.3

L2 = 0x0060b0
L1 = 0xd55e00
None = 0x777777
Ink = 0x222222
