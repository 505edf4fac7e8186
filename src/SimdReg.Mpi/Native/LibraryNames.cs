namespace SimdReg.Mpi;

/// <summary>Where MPI may be.</summary>
internal static class LibraryNames
{
    /// <summary>The environment variable that names the library: its path, or its file name.</summary>
    public const string Variable = "SIMDREG_MPI";

    private static readonly string[] _besideBin = ["lib", "lib64"];

    /// <summary>The file names of a kind of MPI on this system. They carry the version of the ABI, so no development package is needed.</summary>
    public static IEnumerable<string> Usual(MpiAbi abi) => (abi, OperatingSystem.IsWindows(), OperatingSystem.IsMacOS()) switch
    {
        (MpiAbi.OpenMpi, true, _) => [],
        (_, true, _) => ["msmpi.dll", "impi.dll"],
        (MpiAbi.OpenMpi, _, true) => ["libmpi.40.dylib"],
        (_, _, true) => ["libmpi.12.dylib", "libmpich.12.dylib"],
        (MpiAbi.OpenMpi, _, _) => ["libmpi.so.40"],
        _ => ["libmpich.so.12", "libmpi.so.12"],
    };

    /// <summary>What to try, in this order: the library that the user names and no other; else those of the launcher's kind before the others.</summary>
    /// <param name="launcher">What started this process.</param>
    /// <param name="variable">The value of an environment variable.</param>
    public static IEnumerable<string> ToTry(Launcher launcher, Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } named)
        {
            return [named];
        }

        var first = launcher.Abi ?? MpiAbi.OpenMpi;
        var folders = Folders(variable("PATH") ?? "").ToArray();
        return new[] { first, first == MpiAbi.OpenMpi ? MpiAbi.Mpich : MpiAbi.OpenMpi }
            .SelectMany(abi => Usual(abi))
            .Concat(OperatingSystem.IsWindows() ? [] : [OperatingSystem.IsMacOS() ? "libmpi.dylib" : "libmpi.so"])
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)).Where(File.Exists).Append(name));
    }

    /// <summary>The folders of libraries beside each <c>mpirun</c> of the path: of Homebrew, Conda, Spack and modules, which the system does not search.</summary>
    private static IEnumerable<string> Folders(string path) =>
        from folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        where Path.IsPathRooted(folder) && folder is not ("/usr/bin" or "/bin") && File.Exists(Path.Combine(folder, "mpirun"))
        from library in _besideBin
        select Path.GetFullPath(Path.Combine(folder, "..", library));
}
