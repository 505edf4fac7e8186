using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>Ends the job when this rank stops before its end, and says why this rank ends when another one has stopped.</summary>
/// <remarks>
/// mpirun ends the other ranks of its own accord when it sees a process fail. Some launchers, such as srun, do not, or not after exit code 0. The others would then wait
/// for ever.
/// </remarks>
internal sealed class StopWatcher
{
    private readonly MpiCommunicator _world;
    private readonly Stream _errors = Console.OpenStandardError();
    private readonly byte[] _notice;
    private readonly PosixSignalRegistration _signal;

    public StopWatcher(MpiCommunicator world)
    {
        _world = world;

        // This event comes before any finally block, whose code could wait for other ranks.
        AppDomain.CurrentDomain.UnhandledException += AbortForException;
        AppDomain.CurrentDomain.ProcessExit += AbortAtExit;

        // mpirun kills a rank a second after SIGTERM, on a machine that may be busy. So the line is made here, and the code that writes it has run once.
        _notice = world.Line("ended by mpirun (SIGTERM): another rank has stopped, or the job was cancelled. The cause is the first message of another rank or of mpirun.");
        Write([]);

        // The runtime handles signals on a thread of its own, so the line appears even while the main thread waits in a call of MPI.
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, ExplainSignal);
    }

    /// <summary>The rank has come to its end: from here on it may stop.</summary>
    public void Stop()
    {
        AppDomain.CurrentDomain.UnhandledException -= AbortForException;
        AppDomain.CurrentDomain.ProcessExit -= AbortAtExit;
        _signal.Dispose();
    }

    private void AbortForException(object sender, UnhandledExceptionEventArgs unhandled) => _world.Abort($"{unhandled.ExceptionObject}", exitCode: 1);

    private void AbortAtExit(object? sender, EventArgs none) =>
        _world.Abort($"the process exits without {nameof(MpiSession)}.{nameof(MpiSession.End)}().", Environment.ExitCode == 0 ? 1 : Environment.ExitCode);

    // Afterwards the process ends as without this handler, by the signal.
    private void ExplainSignal(PosixSignalContext context) => Write(_notice);

    private void Write(ReadOnlySpan<byte> line) => _errors.Write(line);
}
