namespace SimdReg.Mpi;

/// <summary>Where the time of the steps of a <see cref="ShardedSet{T}"/> went on this rank, and what it sent.</summary>
/// <param name="Exchange">The time that gradients were packed, waited for and cleared.</param>
/// <param name="Sum">The time of the exact sums.</param>
/// <param name="Step">The time of the update of weights and state.</param>
/// <param name="Gather">The time that new weights were packed, waited for and unpacked.</param>
/// <param name="GradientBytes">The bytes of gradients that this rank sent to others.</param>
/// <param name="WeightBytes">The bytes of weights that this rank sent to others.</param>
public readonly record struct StepTimes(TimeSpan Exchange, TimeSpan Sum, TimeSpan Step, TimeSpan Gather, long GradientBytes, long WeightBytes);
