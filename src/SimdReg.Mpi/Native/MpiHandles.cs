namespace SimdReg.Mpi;

/// <summary>The handles that calls take.</summary>
/// <remarks>
/// A handle of MPICH is an <c>int</c>. It is passed as <c>nint</c>: all are positive, so the wider register holds the same number, and where
/// arguments are on the stack, a pointer follows it.
/// </remarks>
internal readonly record struct MpiHandles(nint World, nint Self, nint Byte, nint ErrorsReturn, nint StatusIgnore)
{
    /// <summary>The handles of a library. <paramref name="symbol"/> is the address of what it exports.</summary>
    public static MpiHandles Of(MpiAbi abi, Func<string, nint> symbol) => abi switch
    {
        // mpi.h of Open MPI: OMPI_PREDEFINED_GLOBAL. MPI_STATUS_IGNORE is 0.
        MpiAbi.OpenMpi => new(symbol("ompi_mpi_comm_world"), symbol("ompi_mpi_comm_self"), symbol("ompi_mpi_byte"), symbol("ompi_mpi_errors_return"), 0),

        // mpi.h of MPICH, whose numbers the MPICH ABI initiative fixes; Microsoft MPI has the same.
        _ => new(0x44000000, 0x44000001, 0x4c00010d, 0x54000001, 1),
    };
}
