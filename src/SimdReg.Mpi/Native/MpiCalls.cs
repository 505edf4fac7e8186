using System.Text;

namespace SimdReg.Mpi;

/// <summary>The functions of MPI that SimdReg calls, on all ranks. A code of an error becomes an exception.</summary>
internal sealed unsafe class MpiCalls(MpiLibrary library)
{
    // MPI_THREAD_SERIALIZED: any thread, one at a time. Code behind an await goes on on another thread.
    private const int OneThreadAtATime = 2;

    private readonly delegate* unmanaged<void*, void*, int, int*, int> _initThread = (delegate* unmanaged<void*, void*, int, int*, int>)library.Export("MPI_Init_thread");
    private readonly delegate* unmanaged<int*, int> _initialized = (delegate* unmanaged<int*, int>)library.Export("MPI_Initialized");
    private readonly delegate* unmanaged<int> _finalize = (delegate* unmanaged<int>)library.Export("MPI_Finalize");
    private readonly delegate* unmanaged<nint, int, int> _abort = (delegate* unmanaged<nint, int, int>)library.Export("MPI_Abort");
    private readonly delegate* unmanaged<nint, nint, int> _setErrorHandler = (delegate* unmanaged<nint, nint, int>)library.Export("MPI_Comm_set_errhandler");
    private readonly delegate* unmanaged<int, int*, int> _errorClass = (delegate* unmanaged<int, int*, int>)library.Export("MPI_Error_class");
    private readonly delegate* unmanaged<int, byte*, int*, int> _errorString = (delegate* unmanaged<int, byte*, int*, int>)library.Export("MPI_Error_string");
    private readonly delegate* unmanaged<nint, int*, int> _rank = (delegate* unmanaged<nint, int*, int>)library.Export("MPI_Comm_rank");
    private readonly delegate* unmanaged<nint, int*, int> _size = (delegate* unmanaged<nint, int*, int>)library.Export("MPI_Comm_size");
    private readonly delegate* unmanaged<nint, nint*, int> _barrier = (delegate* unmanaged<nint, nint*, int>)library.Export("MPI_Ibarrier");
    private readonly delegate* unmanaged<void*, int, nint, int, nint, nint*, int> _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, nint*, int>)library.Export("MPI_Ibcast");
    private readonly delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int> _allGather =
        (delegate* unmanaged<void*, int, nint, void*, int, nint, nint, nint*, int>)library.Export("MPI_Iallgather");

    private readonly delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, nint*, int> _allGatherUnequal =
        (delegate* unmanaged<void*, int, nint, void*, int*, int*, nint, nint, nint*, int>)library.Export("MPI_Iallgatherv");

    private readonly delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int> _allToAll =
        (delegate* unmanaged<void*, int*, int*, nint, void*, int*, int*, nint, nint, nint*, int>)library.Export("MPI_Ialltoallv");

    private readonly delegate* unmanaged<nint*, int*, nint, int> _test = (delegate* unmanaged<nint*, int*, nint, int>)library.Export("MPI_Test");

    private readonly MpiHandles _handles = library.Handles;
    private bool _isFinal;

    public bool IsInitialized
    {
        get
        {
            var flag = 0;
            Check(_initialized(&flag), "MPI_Initialized");
            return flag != 0;
        }
    }

    public int Rank
    {
        get
        {
            var rank = 0;
            Check(_rank(_handles.World, &rank), "MPI_Comm_rank");
            return rank;
        }
    }

    public int Size
    {
        get
        {
            var size = 0;
            Check(_size(_handles.World, &size), "MPI_Comm_size");
            return size;
        }
    }

    public void Init()
    {
        var provided = 0;
        Check(_initThread(null, null, OneThreadAtATime, &provided), "MPI_Init_thread");

        // An error would end the process with MPI's own message. Errors that belong to no communicator are those of MPI_COMM_SELF.
        Check(_setErrorHandler(_handles.World, _handles.ErrorsReturn), "MPI_Comm_set_errhandler");
        Check(_setErrorHandler(_handles.Self, _handles.ErrorsReturn), "MPI_Comm_set_errhandler");
        if (provided < OneThreadAtATime)
        {
            Final();
            throw new MpiException($"{library} was built for programs of one thread (thread level {provided}). SimdReg needs MPI_THREAD_SERIALIZED ({OneThreadAtATime}).");
        }
    }

    /// <summary>Ends MPI. All ranks must call it.</summary>
    public void Final()
    {
        _isFinal = true;
        Check(_finalize(), "MPI_Finalize");
    }

    /// <summary>Ends all processes. Does not return.</summary>
    public void Abort(int exitCode) => _ = _abort(Live(), exitCode);

    public void BeginBarrier(nint* request) => Check(_barrier(Live(), request), "MPI_Ibarrier");

    public void BeginBroadcast(void* bytes, int count, int root, nint* request) =>
        Check(_broadcast(bytes, count, _handles.Byte, root, Live(), request), "MPI_Ibcast");

    public void BeginAllGather(void* sent, int count, void* received, nint* request) =>
        Check(_allGather(sent, count, _handles.Byte, received, count, _handles.Byte, Live(), request), "MPI_Iallgather");

    public void BeginAllGather(void* sent, int count, void* received, int* counts, int* offsets, nint* request) =>
        Check(_allGatherUnequal(sent, count, _handles.Byte, received, counts, offsets, _handles.Byte, Live(), request), "MPI_Iallgatherv");

    public void BeginAllToAll(void* sent, int* sendCounts, int* sendOffsets, void* received, int* counts, int* offsets, nint* request) =>
        Check(_allToAll(sent, sendCounts, sendOffsets, _handles.Byte, received, counts, offsets, _handles.Byte, Live(), request), "MPI_Ialltoallv");

    /// <summary>Lets MPI work.</summary>
    /// <returns>Whether the request is complete.</returns>
    public bool Test(nint* request)
    {
        _ = Live();
        var isComplete = 0;
        Check(_test(request, &isComplete, _handles.StatusIgnore), "MPI_Test");
        return isComplete != 0;
    }

    /// <summary>Waits for a request.</summary>
    /// <remarks>
    /// MPI_Wait would keep the core busy, which another rank may need to send what is waited for: with four ranks on two cores, a barrier of MPICH 4.0 then takes
    /// milliseconds. Open MPI yields only where its mpirun was told of the oversubscription.
    /// </remarks>
    public void Wait(nint* request)
    {
        while (!Test(request))
        {
            Thread.Yield();
        }
    }

    /// <summary>The communicator of all ranks. MPI ends a process that calls it after its end.</summary>
    private nint Live()
    {
        ObjectDisposedException.ThrowIf(_isFinal, typeof(MpiSession));
        return _handles.World;
    }

    private void Check(int code, string call)
    {
        if (code != 0)
        {
            throw Error(code, call);
        }
    }

    private MpiException Error(int code, string call)
    {
        // More than MPI_MAX_ERROR_STRING of any library.
        Span<byte> text = stackalloc byte[4096];
        var (length, errorClass) = (0, 0);
        fixed (byte* start = text)
        {
            _ = _errorClass(code, &errorClass);
            _ = _errorString(code, start, &length);
        }

        var message = Encoding.UTF8.GetString(text[..Math.Clamp(length, 0, text.Length)]).Trim('\0', ' ', '\n').ReplaceLineEndings(" ");
        return new($"{call} failed: {message} (error class {errorClass}; {library.Version}).");
    }
}
