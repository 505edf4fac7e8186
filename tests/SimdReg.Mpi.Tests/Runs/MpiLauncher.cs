using System.Diagnostics;
using System.Globalization;

namespace SimdReg.Mpi.Tests;

/// <summary>An <c>mpirun</c> of this machine.</summary>
internal sealed record MpiLauncher(string Name, string Path)
{
    public const string OpenMpi = "Open MPI";
    public const string Mpich = "MPICH";

    // Debian installs several side by side under these names; mpirun is one of them.
    private static readonly string[] _commands = ["mpirun.openmpi", "mpirun.mpich", "mpiexec.hydra", "mpirun"];

    private static readonly Lazy<IReadOnlyList<MpiLauncher>> _found = new(() => [.. Find()]);

    /// <summary>One of each MPI that is installed.</summary>
    public static IReadOnlyList<MpiLauncher> Found => _found.Value;

    /// <summary>Why no test can start ranks here, or <see langword="null"/>.</summary>
    public static string? WhyNone => Found.Count > 0 ? null : "There is no mpirun here: apt install openmpi-bin, or brew install open-mpi.";

    /// <summary>The launcher of that name.</summary>
    public static MpiLauncher Named(string name) => Found.Single(launcher => launcher.Name == name);

    /// <summary>A command line that starts ranks on this machine alone: more of them than cores, on any core, each line of output marked with its rank.</summary>
    public ProcessStartInfo Start(int ranks, TimeSpan limit, IEnumerable<string> command)
    {
        string[] options = Name == OpenMpi
            ? ["--oversubscribe", "--bind-to", "none", "--tag-output", "--timeout", Seconds(limit), "-np", Number(ranks)]
            : ["-launcher", "fork", "-prepend-rank", "-np", Number(ranks)];
        var start = new ProcessStartInfo(Path, [.. options, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in Variables(limit))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Shared memory and the loopback interface: no network. Each launcher ignores the other's.</summary>
    private static IEnumerable<(string Name, string Value)> Variables(TimeSpan limit)
    {
        var loopback = OperatingSystem.IsMacOS() ? "lo0" : "lo";
        return
        [
            ("OMPI_ALLOW_RUN_AS_ROOT", "1"),
            ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"),
            ("OMPI_MCA_pml", "ob1"),
            ("OMPI_MCA_btl", "self,vader"),
            ("OMPI_MCA_oob_tcp_if_include", loopback),

            // Open MPI gives each rank a terminal, in which .NET would print control sequences.
            ("TERM", ""),
            ("MPIEXEC_TIMEOUT", Seconds(limit)),
            ("HYDRA_IFACE", loopback),
            ("FI_TCP_IFACE", loopback),
            ("UCX_NET_DEVICES", loopback),
        ];
    }

    private static string Seconds(TimeSpan limit) => Number((int)Math.Ceiling(limit.TotalSeconds));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<MpiLauncher> Find() =>
        from name in _commands
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        let path = System.IO.Path.Combine(folder, name)
        where File.Exists(path)
        let launcher = new MpiLauncher(KindOf(path), path)
        where launcher.Name.Length > 0
        group launcher by launcher.Name into ofOneKind
        select ofOneKind.First();

    private static string KindOf(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return version.Contains("Open MPI", StringComparison.Ordinal) || version.Contains("PRRTE", StringComparison.OrdinalIgnoreCase) ? OpenMpi
            : version.Contains("HYDRA", StringComparison.OrdinalIgnoreCase) ? Mpich
            : "";
    }
}
