using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>Says why a rank ends when it is asked to: of the job, a user sees only what its ranks print.</summary>
/// <remarks>
/// The runtime handles signals on a thread of its own, so the line appears even while the main thread waits in a call of MPI. Then the process ends as it
/// would without this, by the signal.
/// </remarks>
internal static class TerminationNotice
{
    /// <summary>Prints a line when the process receives SIGTERM, until the result is disposed.</summary>
    public static IDisposable Register(int rank, int size) =>
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Console.Error.WriteLine(
            $"rank {rank} of {size}: received SIGTERM, which mpirun sends when another rank has stopped. See the first error above. Restart the job from its last checkpoint."));
}
