namespace SimdReg.Mpi.Tests;

/// <summary>Whether a process is one of several, from its environment.</summary>
public class LauncherTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE", "4", 4)]
    [InlineData("PMI_SIZE", "2", 2)]
    [InlineData("SLURM_STEP_NUM_TASKS", "8", 8)]
    [InlineData("PMIX_RANK", "0", null)]
    public void A_variable_of_a_launcher_tells_that_there_is_one(string name, string value, int? size)
    {
        var launcher = Launcher.Of(variable => variable == name ? value : null);
        Assert.True(launcher.IsThere);
        Assert.Equal(size, launcher.Size);
    }

    [Theory]
    [InlineData("PATH", "/usr/bin")]
    [InlineData("SLURM_NTASKS", "4")]
    [InlineData("SLURM_STEP_NUM_TASKS", "1")]
    public void Without_such_a_variable_there_is_none(string name, string value) =>
        Assert.False(Launcher.Of(variable => variable == name ? value : null).IsThere);

    [Fact]
    public void Processes_of_a_launcher_that_the_library_does_not_see_are_refused_also_where_the_kind_of_MPI_is_unknown() =>
        Assert.Contains(
            "has started 8 processes, but a library sees 1",
            Assert.Throws<MpiException>(() => Launcher.Of(variable => variable == "SLURM_STEP_NUM_TASKS" ? "8" : null).RequireSize(1, "a library")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Without_a_launcher_a_job_runs_in_this_process_without_MPI()
    {
        Communicator? ranks = null;
        MpiSession.Run(communicator => ranks = communicator);
        Assert.Same(Communicator.Alone, ranks);
    }
}
