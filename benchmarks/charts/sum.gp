# elements a nanosecond of an L2 sum against the length, float, one thread
# A sum reads 4 bytes of an element, where a copy moves 8.
copyBytes = 8 / 4.0
set title machine.": L2 sum, float, one thread"
load "lengths.gp"
