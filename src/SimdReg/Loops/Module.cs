// Vectors on the stack are written before they are read: zeroing them would take as long as a short sum.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
