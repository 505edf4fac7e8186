using System.Runtime.InteropServices;
using System.Text;

namespace SimdReg.Mpi;

/// <summary>A loaded MPI library: what it is, and where its functions are.</summary>
internal sealed unsafe class MpiLibrary
{
    // The largest MPI_MAX_LIBRARY_VERSION_STRING, that of MPICH.
    private const int MostVersion = 8192;

    private readonly nint _handle;

    private MpiLibrary(nint handle, string name)
    {
        (_handle, Name) = (handle, name);
        Version = VersionText();
        Handles = MpiHandles.Of(MpiAbis.Of(Version, isExported: symbol => NativeLibrary.TryGetExport(handle, symbol, out _)) ?? throw Unknown(), Export);
    }

    /// <summary>The file that was loaded.</summary>
    public string Name { get; }

    /// <summary>What the library says it is, without details.</summary>
    public string Version { get; }

    public MpiHandles Handles { get; }

    public override string ToString() => $"{Version} ({Name})";

    /// <summary>Loads the library that the user names, or else the first that is there.</summary>
    /// <param name="launcher">What started this process.</param>
    /// <param name="variable">The value of an environment variable.</param>
    /// <exception cref="MpiException">There is none, or it is of no kind that is known.</exception>
    public static MpiLibrary Find(Launcher launcher, Func<string, string?> variable)
    {
        var names = LibraryNames.ToTry(launcher, variable).ToList();
        return variable(LibraryNames.Variable) is { Length: > 0 } ? Named(names[0]) : First(names);
    }

    /// <summary>Loads the first that is there.</summary>
    public static MpiLibrary First(IReadOnlyCollection<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return new(handle, name);
            }
        }

        throw new MpiException(
            $"No MPI library is there. Tried: {string.Join(", ", names)}. Install one: {Installation()}; or set {LibraryNames.Variable} to the path of its library. " +
            $"One process alone needs none: {nameof(Communicator)}.{nameof(Communicator.Alone)}.");
    }

    private static MpiLibrary Named(string name)
    {
        try
        {
            return new(NativeLibrary.Load(name), name);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            var reason = exception.Message.Trim().Split('\n')[^1];
            throw new MpiException($"{LibraryNames.Variable} is {name}, which cannot be loaded ({reason}). Set it to the path of an MPI library, or unset it: then the usual libraries are tried.", exception);
        }
    }

    /// <summary>The address of a function.</summary>
    public nint Export(string name) =>
        NativeLibrary.TryGetExport(_handle, name, out var address)
            ? address
            : throw new MpiException($"{this} has no {name}. {Supported}");

    private static string Supported =>
        "Supported are Open MPI 3 and later, and libraries with the handles of MPICH 3.1 and later: MPICH, Intel MPI, MVAPICH, Cray MPI, Microsoft MPI 10.";

    private static string Installation() =>
        OperatingSystem.IsWindows() ? "Microsoft MPI 10 (winget install Microsoft.msmpi)"
        : OperatingSystem.IsMacOS() ? "brew install open-mpi"
        : "apt install openmpi-bin (Debian, Ubuntu), dnf install openmpi && module load mpi (Fedora)";

    private MpiException Unknown() => new($"{this} is an MPI library that SimdReg does not know. {Supported}");

    private string VersionText()
    {
        if (!NativeLibrary.TryGetExport(_handle, "MPI_Get_library_version", out var address))
        {
            throw new MpiException($"{Name} is no MPI library, or one older than MPI 3: it has no MPI_Get_library_version. {Supported}");
        }

        Span<byte> text = stackalloc byte[MostVersion];
        var length = 0;
        fixed (byte* start = text)
        {
            _ = ((delegate* unmanaged<byte*, int*, int>)address)(start, &length);
        }

        // Open MPI v4.1.4, package: …, MPICH Version: <tab> 4.0.2 <newline> …
        var all = Encoding.UTF8.GetString(text[..Math.Clamp(length, 0, MostVersion)]);
        return all.Split(',', '\n', '\0')[0].Replace('\t', ' ').Trim();
    }
}
