namespace SimdReg.Mpi;

/// <summary>The checkpoint that <see cref="ShardedSet{T}.LoadCheckpoint"/> has read.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="StepCount">The number of steps that had been taken.</param>
/// <param name="Refused">Why each newer checkpoint was refused, if one was damaged: a sentence each, the newest first.</param>
public sealed record LoadedCheckpoint(string Path, long StepCount, IReadOnlyList<string> Refused);
