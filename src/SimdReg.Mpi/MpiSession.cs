namespace SimdReg.Mpi;

/// <summary>MPI in this process, from its start to its end.</summary>
public sealed class MpiSession : IDisposable
{
    private MpiSession(Communicator world) => World = world;

    /// <summary>Starts MPI.</summary>
    /// <returns>The session.</returns>
    public static MpiSession Start() => throw new MpiException("Not built yet.");

    /// <summary>All ranks of the job.</summary>
    public Communicator World { get; }

    /// <summary>Ends MPI.</summary>
    public void Dispose()
    {
    }
}
