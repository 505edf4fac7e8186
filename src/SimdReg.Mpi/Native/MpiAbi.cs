namespace SimdReg.Mpi;

/// <summary>The two ways in which MPI libraries name their communicators, types and errors.</summary>
internal enum MpiAbi
{
    /// <summary>Addresses of exported symbols: Open MPI and what is built from it.</summary>
    OpenMpi,

    /// <summary>Constants: MPICH, Intel MPI, MVAPICH, Cray MPI, Microsoft MPI.</summary>
    Mpich,
}

/// <summary>Recognises the kind of a library.</summary>
internal static class MpiAbis
{
    private static readonly string[] _mpichFamily = ["MPICH", "Intel(R) MPI", "MVAPICH", "Microsoft MPI", "ParaStation"];

    /// <summary>The kind of a library, or <see langword="null"/> if it is unknown. File names do not tell: <c>libmpi.so.12</c> was Open MPI once and is Intel MPI today.</summary>
    /// <param name="version">What MPI_Get_library_version says.</param>
    /// <param name="isExported">Whether the library has a symbol.</param>
    public static MpiAbi? Of(string version, Func<string, bool> isExported) =>
        isExported("ompi_mpi_comm_world") ? MpiAbi.OpenMpi
        : Array.Exists(_mpichFamily, name => version.Contains(name, StringComparison.OrdinalIgnoreCase)) ? MpiAbi.Mpich
        : null;
}
