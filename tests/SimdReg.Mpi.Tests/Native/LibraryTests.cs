namespace SimdReg.Mpi.Tests;

/// <summary>Which library is loaded, and what an error says where none can be.</summary>
public class LibraryTests
{
    [Fact]
    public void A_launcher_is_known_by_its_variables()
    {
        Assert.Equal(new(null, null, null), Of());
        Assert.Equal((MpiAbi.OpenMpi, 4), (Of(("OMPI_COMM_WORLD_SIZE", "4")).Abi, Of(("OMPI_COMM_WORLD_SIZE", "4")).Size));
        Assert.Equal((MpiAbi.Mpich, 3), (Of(("PMI_SIZE", "3")).Abi, Of(("PMI_SIZE", "3")).Size));
        Assert.Equal((MpiAbi.OpenMpi, 4), (Of(("PMI_SIZE", "3"), ("OMPI_COMM_WORLD_SIZE", "4")).Abi, Of(("PMI_SIZE", "3"), ("OMPI_COMM_WORLD_SIZE", "4")).Size));
        Assert.Equal(new(null, null, null), Of(("PMI_SIZE", "many")));
    }

    [Fact]
    public void The_library_of_the_launcher_is_tried_first_and_the_others_after_it()
    {
        var ofOpenMpi = LibraryNames.ToTry(Of(), Variables()).ToList();
        var ofMpich = LibraryNames.ToTry(Of(("PMI_SIZE", "3")), Variables()).ToList();
        Assert.Equal(ofOpenMpi.Order(StringComparer.Ordinal), ofMpich.Order(StringComparer.Ordinal));
        Assert.Equal(LibraryNames.Usual(MpiAbi.Mpich).First(), ofMpich[0]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(LibraryNames.Usual(MpiAbi.OpenMpi).First(), ofOpenMpi[0]);
        }
    }

    [Fact]
    public void A_library_beside_an_mpirun_of_the_path_is_tried_before_that_of_the_system()
    {
        var prefix = Directory.CreateTempSubdirectory();
        try
        {
            var name = LibraryNames.Usual(MpiAbi.Mpich).First();
            foreach (var file in new[] { "bin/mpirun", $"lib/{name}" })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(prefix.FullName, file))!);
                File.WriteAllText(Path.Combine(prefix.FullName, file), "");
            }

            var toTry = LibraryNames.ToTry(Of(("PMI_SIZE", "3")), Variables(("PATH", $"{Path.Combine(prefix.FullName, "bin")}{Path.PathSeparator}nowhere")));
            Assert.Equal([Path.Combine(prefix.FullName, "lib", name), name], toTry.Take(2));
        }
        finally
        {
            prefix.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_library_that_the_user_names_is_the_only_one_that_is_tried()
    {
        Assert.Equal(["/opt/mpi.so"], LibraryNames.ToTry(Of(("PMI_SIZE", "3")), Variables(("SIMDREG_MPI", "/opt/mpi.so"))));
        var error = Assert.Throws<MpiException>(() => MpiLibrary.Find(Of(), Variables(("SIMDREG_MPI", "/nowhere/libmpi.so"))));
        Assert.StartsWith("SIMDREG_MPI is /nowhere/libmpi.so, which cannot be loaded (", error.Message, StringComparison.Ordinal);
        Assert.IsType<DllNotFoundException>(error.InnerException);
    }

    [Fact]
    public void An_error_lists_what_was_tried_and_what_to_install()
    {
        var message = Assert.Throws<MpiException>(() => MpiLibrary.First(["libnone.so.1", "libnone.so.2"])).Message;
        Assert.StartsWith("No MPI library is there. Tried: libnone.so.1, libnone.so.2. Install one: ", message, StringComparison.Ordinal);
        Assert.Contains(OperatingSystem.IsLinux() ? "apt install openmpi-bin" : "install", message, StringComparison.Ordinal);
        Assert.Contains("Communicator.Alone", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Open MPI v5.0.7", true, MpiAbi.OpenMpi)]
    [InlineData("IBM Spectrum MPI v10.4", true, MpiAbi.OpenMpi)]
    [InlineData("MPICH Version: 4.0.2", false, MpiAbi.Mpich)]
    [InlineData("Intel(R) MPI Library 2021.9 for Linux* OS", false, MpiAbi.Mpich)]
    [InlineData("MVAPICH2 Version      : 2.3.7", false, MpiAbi.Mpich)]
    [InlineData("MPI VERSION    : CRAY MPICH version 8.1.25.17 (ANL base 3.4a2)", false, MpiAbi.Mpich)]
    [InlineData("Microsoft MPI 10.1.12498.18", false, MpiAbi.Mpich)]
    [InlineData("HPE MPT 2.25", false, null)]
    public void A_library_is_known_by_what_it_says_and_exports(string version, bool exportsHandles, object? kind) =>
        Assert.Equal((MpiAbi?)kind, MpiAbis.Of(version, symbol => symbol == "ompi_mpi_comm_world" && exportsHandles));

    [Fact]
    public void A_library_that_is_not_MPI_is_refused()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.StartsWith("libc.so.6 is no MPI library", Assert.Throws<MpiException>(() => MpiLibrary.First(["libc.so.6"])).Message, StringComparison.Ordinal);
        }
    }

    private static Launcher Of(params (string Name, string Value)[] variables) => Launcher.Of(Variables(variables));

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) => name => Array.Find(variables, variable => variable.Name == name).Value;
}
