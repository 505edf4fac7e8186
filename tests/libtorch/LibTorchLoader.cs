using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

/// <summary>Whether libtorch can be loaded.</summary>
internal static class LibTorchLoader
{
    private const int NowAndGlobal = 0x102;

    private static readonly Lazy<string?> _whyNot = new(Load);

    /// <summary>The reason why it cannot, in one line; null if it can.</summary>
    public static string? WhyNot => _whyNot.Value;

    /// <summary>Loads what an older libstdc++ lacks, if the build made it, before TorchSharp loads libtorch.</summary>
    [ModuleInitializer]
    internal static void Preload()
    {
        var missing = Path.Combine(AppContext.BaseDirectory, "libinit-iostreams.so");
        if (OperatingSystem.IsLinux() && File.Exists(missing))
        {
            _ = Open(Encoding.UTF8.GetBytes(missing + '\0'), NowAndGlobal);
        }
    }

    private static string? Load()
    {
        try
        {
            using var tensor = torch.ones(1);
            return null;
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException or DllNotFoundException or BadImageFormatException)
        {
            return $"libtorch cannot be loaded: {error.GetBaseException().Message.ReplaceLineEndings(" ")}";
        }
    }

    [DllImport("libc", EntryPoint = "dlopen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint Open(byte[] path, int mode);
}
