# What all charts share. Expects csv, the file to draw.
set terminal svg size 900,440 font "sans-serif,13" background rgb "white"
set datafile separator ","
set datafile missing NaN
set border 3 lc rgb "#666666"
set tics nomirror out textcolor rgb "#333333"
set grid ytics lt 1 lw 0.5 lc rgb "#dddddd"
set title font ",15" textcolor rgb "#222222"
set key outside right center Left reverse invert samplen 2 spacing 1.35 textcolor rgb "#333333"

set style line 1 lw 3.5 lc rgb "#0060b0"          # SimdReg
set style line 2 lw 2 lc rgb "#999999" dt (6, 4)  # what memory allows
set style line 3 lw 1.5 lc rgb "#d55e00"          # TensorPrimitives
set style line 4 lw 1.5 lc rgb "#e69f00"          # the same in blocks
set style line 5 lw 1.5 lc rgb "#009e73"          # OpenBLAS
set style line 6 lw 1.5 lc rgb "#56b4e9"          # its other way
set style line 7 lw 1.5 lc rgb "#aa4499"          # MathNet
set style line 8 lw 1.5 lc rgb "#000000" dt (2, 2) # scalar loop
set style line 9 lw 2 lc rgb "#cc2222"            # PyTorch
style(name) = name eq "SimdReg" ? 1 : name eq "memory copy" ? 2 \
    : name eq "TensorPrimitives" ? 3 : name eq "TensorPrimitives in blocks" ? 4 \
    : name eq "OpenBLAS saxpby" || name eq "OpenBLAS sdot" ? 6 : name[1:8] eq "OpenBLAS" ? 5 \
    : name eq "MathNet" ? 7 : name eq "PyTorch fused" ? 9 : 8

# The names in the second column, each once, in their order.
names = system("tail -n +2 '".csv."' | cut -d, -f2 | awk '!seen[$0]++ { printf \"\\\"%s\\\" \", $0 }'")

# Elements a nanosecond of one name, times a factor.
rate(name, factor) = strcol(2) eq name ? factor / column(3) : NaN
