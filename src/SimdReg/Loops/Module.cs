// Vectors on the stack are written before they are read: to zero them first takes as long as a short sum.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
