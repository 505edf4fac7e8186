# elements a nanosecond of an L2 step against the length, float, one thread
# A step reads 8 bytes of an element and writes 4, where a copy moves 8.
copyBytes = 8 / 12.0
set title machine.": L2 step, float, one thread"
load "lengths.gp"
