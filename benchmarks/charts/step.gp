# A step reads 8 bytes of an element and writes 4, where a copy moves 8.
copyBytes = 8 / 12.0
set title "L2 step, float, one thread"
load "lengths.gp"
