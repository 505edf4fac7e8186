namespace SimdReg.Mpi;

/// <summary>MPI in this process, from <see cref="Start"/> to <see cref="End"/>.</summary>
/// <example>
/// <code>
/// var mpi = MpiSession.Start();
/// Console.WriteLine($"rank {mpi.World.Rank} of {mpi.World.Size}");
/// mpi.End();
/// </code>
/// </example>
/// <remarks>
/// <para>
/// A rank that stops before <see cref="End"/> ends the job, because the others would wait for it for ever. A process that exits, or has an exception that nothing
/// catches, prints a line with its rank and ends all ranks; mpirun returns an exit code other than 0. When the process is killed, mpirun does that. Each rank
/// that mpirun ends (by SIGTERM: Open MPI does, MPICH kills without notice) says so in a line on standard error.
/// </para>
/// <para>
/// So a session is not <see cref="IDisposable"/>: MPI ends on a rank when it ends on all. The runtime disposes while an exception is on its way. The rank would wait for
/// the others to end, and they for it.
/// </para>
/// <para>
/// The library is the first that is there of Open MPI (libmpi.so.40, libmpi.40.dylib) and the family of MPICH (libmpich.so.12, libmpi.so.12, libmpi.12.dylib,
/// msmpi.dll, impi.dll), in the opposite order if mpiexec of the latter has started the process. The environment variable <c>SIMDREG_MPI</c> names another: a path, or
/// a file name.
/// </para>
/// </remarks>
public sealed class MpiSession
{
    private static int _starts;

    private readonly MpiCalls _mpi;
    private readonly StopWatcher? _watcher;
    private bool _hasEnded;

    private MpiSession(MpiCalls mpi, string library)
    {
        var world = new MpiCommunicator(mpi);
        (_mpi, Library, World) = (mpi, library, world);
        _watcher = world.Size > 1 ? new(world) : null;
    }

    /// <summary>The name and version of the MPI library, and its file.</summary>
    public string Library { get; }

    /// <summary>All ranks of the job: one, if the process was started without mpirun.</summary>
    public Communicator World { get; }

    /// <summary>Starts MPI: once in a process.</summary>
    /// <returns>The session. Every rank must call its <see cref="End"/>.</returns>
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
            throw new InvalidOperationException("MPI has been started in this process before, and starts once: put all that needs it into one MpiSession.Run, or keep the session and pass its World on.");
        }

        mpi.Init();
        try
        {
            launcher.RequireSize(mpi.Size, library.ToString());
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
    /// MPI is started before the job and ended after it. An exception of the job leaves this method, and MPI has not ended then: when the process exits, it ends the
    /// other ranks.
    /// </para>
    /// <para>
    /// Launchers are known by the environment variables that they set: <c>OMPI_COMM_WORLD_SIZE</c>, <c>PMI_SIZE</c>, <c>PMIX_RANK</c>, and <c>SLURM_STEP_NUM_TASKS</c> above 1. With
    /// any other, set <c>SIMDREG_MPI</c> to the library: then MPI is started in any case.
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

        var session = Start();
        job(session.World);
        session.End();
    }

    /// <summary>Runs an asynchronous job, and waits for it.</summary>
    /// <inheritdoc cref="Run(Action{Communicator})"/>
    // Without this overload, an async lambda would be one that nobody waits for.
    public static void Run(Func<Communicator, Task> job)
    {
        ArgumentNullException.ThrowIfNull(job);
        Run(ranks => job(ranks).GetAwaiter().GetResult());
    }

    /// <summary>Ends MPI, once all ranks do. From then on the communicator throws <see cref="ObjectDisposedException"/>.</summary>
    /// <remarks>Call it at the end of the program, outside any <see langword="finally"/>. A second call does nothing.</remarks>
    /// <exception cref="InvalidOperationException">Another rank makes a call of a <see cref="ShardedSet{T}"/> instead.</exception>
    /// <exception cref="MpiException">MPI reports an error.</exception>
    public void End()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;

            // Also waits for late ranks. MPI_Finalize would wait too, but it need not leave them the core.
            Agreement.Require(World, nameof(End), []);
            _mpi.Final();
            _watcher?.Stop();
        }
    }
}
