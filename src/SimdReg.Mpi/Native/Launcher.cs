using System.Globalization;

namespace SimdReg.Mpi;

/// <summary>What started this process, from its environment: a launcher of MPI sets the number of processes there.</summary>
/// <param name="Name">How the launcher is called, or <see langword="null"/> if there is none.</param>
/// <param name="Abi">The kind of MPI that the launcher belongs to.</param>
/// <param name="Size">The number of processes, where the launcher says it.</param>
internal sealed record Launcher(string? Name, MpiAbi? Abi, int? Size)
{
    /// <summary>Whether a launcher has started this process.</summary>
    public bool IsThere => Name is not null;

    /// <summary>Reads the variables that launchers set for the processes that they start.</summary>
    /// <param name="variable">The value of an environment variable.</param>
    public static Launcher Of(Func<string, string?> variable)
    {
        // Open MPI first: where it runs in a job of another launcher, both have set theirs.
        if (Number("OMPI_COMM_WORLD_SIZE") is { } openMpi)
        {
            return new("mpirun of Open MPI", MpiAbi.OpenMpi, openMpi);
        }

        if (Number("PMI_SIZE") is { } hydra)
        {
            return new("mpiexec of the MPICH family", MpiAbi.Mpich, hydra);
        }

        // A launcher of any MPI. One task may be a shell that srun has started, in which a program is started by hand.
        if (Number("SLURM_STEP_NUM_TASKS") is > 1 and var tasks)
        {
            return new("srun of Slurm", null, tasks);
        }

        return variable("PMIX_RANK") is not null ? new("launcher with PMIx", null, null) : new(null, null, null);

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Requires MPI to see as many processes as the launcher has started.</summary>
    /// <remarks>A library that does not understand the launcher runs each process as a job of its own: each would train alone.</remarks>
    public void RequireSize(int size, string library)
    {
        if (Size is { } started && started != size)
        {
            throw new MpiException(
                $"The {Name} has started {started} processes, but {library} sees {size}: launcher and library do not belong together. " +
                $"Start with the mpirun of that library, or set {LibraryNames.Variable} to the library of the launcher{(Abi is { } abi ? $" ({string.Join(" or ", LibraryNames.Usual(abi))})" : "")}.");
        }
    }
}
