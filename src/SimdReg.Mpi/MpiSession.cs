namespace SimdReg.Mpi;

/// <summary>MPI in this process, from its start to its end.</summary>
/// <remarks>
/// <para>
/// <see cref="Run"/> is the short way to write a program for several processes. In any other form, dispose the session on every rank after the same calls: MPI
/// ends on a rank only when all others end it too.
/// </para>
/// <para>
/// A rank that stops must end the job, or the others wait for it for ever. An exception that nothing catches does: it ends the process without disposing, and
/// mpirun ends the others. So does <see cref="Run"/>, whatever is around it. An exception that is caught outside a <see langword="using"/> block of the session does
/// not: disposing then waits for the others. Catch it inside the block, or use <see cref="Run"/>.
/// </para>
/// <para>
/// The library is the first that is there of Open MPI (libmpi.so.40, libmpi.40.dylib) and the family of MPICH (libmpich.so.12, libmpi.so.12, libmpi.12.dylib,
/// msmpi.dll, impi.dll), in the opposite order if mpiexec of the latter has started the process. The environment variable <c>SIMDREG_MPI</c> names another: a path, or a file
/// name.
/// </para>
/// </remarks>
public sealed class MpiSession : IDisposable
{
    private static int _starts;

    private readonly MpiCalls _mpi;
    private readonly IDisposable? _notice;
    private bool _isDisposed;

    private MpiSession(MpiCalls mpi, string library)
    {
        (_mpi, Library, World) = (mpi, library, new MpiCommunicator(mpi));
        _notice = World.Size > 1 ? TerminationNotice.Register(World.Rank, World.Size) : null;
    }

    /// <summary>The name and version of the MPI library, and its file.</summary>
    public string Library { get; }

    /// <summary>All ranks of the job: one, if the process was started without mpirun.</summary>
    public Communicator World { get; }

    /// <summary>Starts MPI: once in a process.</summary>
    /// <returns>The session. Dispose it at the end.</returns>
    /// <exception cref="MpiException">No MPI library is there; or it is not that of the launcher, and sees fewer processes than have been started; or MPI reports an error.</exception>
    /// <exception cref="InvalidOperationException">MPI has been started in this process before.</exception>
    public static MpiSession Start()
    {
        SignalHandlers.Keep();
        var launcher = Launcher.Of(Environment.GetEnvironmentVariable);
        var library = MpiLibrary.Find(launcher, Environment.GetEnvironmentVariable);
        var mpi = new MpiCalls(library);
        if (Interlocked.Exchange(ref _starts, 1) != 0 || mpi.IsInitialized)
        {
            throw new InvalidOperationException("MPI has been started in this process before, and starts once: keep the session, and pass its World on.");
        }

        mpi.Init();
        var size = mpi.Size;
        try
        {
            launcher.RequireSize(size, library.ToString());
        }
        catch (MpiException)
        {
            mpi.Final();
            throw;
        }

        return new(mpi, library.ToString());
    }

    /// <summary>Runs a job on all ranks that <c>mpirun</c> has started; without it, in this process alone and without MPI.</summary>
    /// <param name="job">What each rank does.</param>
    /// <remarks>
    /// <para>
    /// If the job throws on a rank of several, that rank prints the exception and ends all ranks, with exit code 1. On a rank that is alone, the exception is thrown.
    /// </para>
    /// <para>
    /// Launchers are known by the variables of the environment that they set: <c>OMPI_COMM_WORLD_SIZE</c>, <c>PMI_SIZE</c>, <c>PMIX_RANK</c>, and <c>SLURM_STEP_NUM_TASKS</c> above 1. For
    /// any other, set <c>SIMDREG_MPI</c> to the library: then MPI is started in any case, as by <see cref="Start"/>.
    /// </para>
    /// </remarks>
    /// <exception cref="MpiException">As of <see cref="Start"/>, in a process that a launcher has started.</exception>
    /// <exception cref="InvalidOperationException">As of <see cref="Start"/>, in a process that a launcher has started.</exception>
    public static void Run(Action<Communicator> job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (!Launcher.Of(Environment.GetEnvironmentVariable).IsThere && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(LibraryNames.Variable)))
        {
            job(Communicator.Alone);
            return;
        }

        using var session = Start();
        try
        {
            job(session.World);
        }
        catch (Exception exception) when (session.World.Size > 1)
        {
            session.World.Abort(exception.ToString());
            throw;
        }
    }

    /// <summary>Ends MPI, once all ranks do. The communicator then throws <see cref="ObjectDisposedException"/>.</summary>
    /// <exception cref="MpiException">MPI reports an error.</exception>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _mpi.Final();
            _notice?.Dispose();
        }
    }
}
