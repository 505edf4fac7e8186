using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Sweeps;

/// <summary>A point of a chart.</summary>
/// <param name="At">The number of elements, or of threads.</param>
/// <param name="Name">What was timed.</param>
/// <param name="Time">Seconds an element.</param>
internal readonly record struct SweepPoint(int At, string Name, Spread Time);
