using System.Runtime.InteropServices;

namespace SimdReg.Mpi;

/// <summary>Keeps the runtime's signal handlers.</summary>
internal static unsafe class SignalHandlers
{
    /// <summary>Tells UCX, over which many MPI libraries communicate, to install no handlers.</summary>
    /// <remarks>
    /// Up to version 1.19 it replaces that of SIGSEGV when it is loaded. The runtime turns this signal into a <see cref="NullReferenceException"/>; with UCX's handler
    /// the process ends. UCX reads the C environment, which <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not change.
    /// </remarks>
    public static void Keep()
    {
        if (!OperatingSystem.IsWindows() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "setenv", out var address))
        {
            // A literal ends with 0 in memory, as C wants it.
            fixed (byte* name = "UCX_ERROR_SIGNALS"u8, value = "\0"u8)
            {
                // 0: what the user has set stays.
                _ = ((delegate* unmanaged<byte*, byte*, int, int>)address)(name, value, 0);
            }
        }
    }
}
