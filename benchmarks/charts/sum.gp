# A sum reads 4 bytes of an element, where a copy moves 8.
copyBytes = 8 / 4.0
set title "L2 sum, float, one thread"
load "lengths.gp"
