namespace SimdReg.Tests.Support;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Where a file or folder is, by its path from the directory of the solution.</summary>
    public static string PathTo(string path)
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "SimdReg.sln")))
        {
            directory = Path.GetDirectoryName(directory)
                ?? throw new DirectoryNotFoundException($"No SimdReg.sln above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(directory, path);
    }
}
