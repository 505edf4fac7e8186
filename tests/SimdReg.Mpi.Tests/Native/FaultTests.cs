namespace SimdReg.Mpi.Tests;

/// <summary>Mistakes and errors become exceptions that say what is wrong.</summary>
public class FaultTests
{
    [MpiTheory, Ranks(1, 2)]
    public void Errors_of_MPI_are_exceptions_and_so_is_a_null_reference(string launcher, int ranks)
    {
        var result = MpiRun.Of<Faults>(launcher, ranks).Succeeded();
        Assert.Equal(ranks, result.Ranks.Count);
        Assert.All(result.Ranks, rank =>
        {
            Assert.StartsWith($"{launcher} v", rank.Output[0].Replace("MPICH Version: ", "MPICH v", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("MPI_Ibcast failed", rank.Output[1], StringComparison.Ordinal);
            Assert.Contains("invalid root", rank.Output[1], StringComparison.OrdinalIgnoreCase);
            if (launcher == MpiLauncher.OpenMpi && ranks > 1)
            {
                Assert.Contains("MPI_ERR_TRUNCATE: message truncated (error class 15", rank.Output[2], StringComparison.Ordinal);
            }
        });
    }

    [MpiTheory, Ranks(1)]
    public void A_library_that_sees_fewer_processes_than_were_started_is_refused(string launcher, int ranks)
    {
        // A process that no launcher has started, but with a launcher's variable, is what a library that does not understand its launcher looks like.
        Assert.Equal(1, ranks);
        var ofLauncher = launcher == MpiLauncher.OpenMpi ? "libmpi.so.40" : "libmpich.so.12";
        var result = MpiRun.Alone<CallTests.EveryCall>([], ("PMI_SIZE", "4"), ("OMPI_COMM_WORLD_SIZE", null), ("SIMDREG_MPI", OperatingSystem.IsLinux() ? ofLauncher : null)).Failed();
        Assert.Contains("started 4 processes, but ", result.Text, StringComparison.Ordinal);
        Assert.Contains(" sees 1: launcher and library do not belong together.", result.Text, StringComparison.Ordinal);
    }

    [MpiTheory, Ranks(2), Trait("Category", "Long")]
    public void The_library_of_another_launcher_is_refused(string launcher, int ranks)
    {
        if (MpiLauncher.Found.FirstOrDefault(other => other.Name != launcher) is { } other)
        {
            var result = MpiRun.Of<CallTests.EveryCall>(launcher, ranks, [], ("SIMDREG_MPI", other.Name == MpiLauncher.OpenMpi ? "libmpi.so.40" : "libmpich.so.12")).Failed();
            Assert.Contains("started 2 processes, but ", result.Text, StringComparison.Ordinal);
        }
    }
}
