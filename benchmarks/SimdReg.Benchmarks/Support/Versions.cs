using System.Numerics.Tensors;
using System.Reflection;
using BenchmarkDotNet.Environments;
using MathNet.Numerics;

namespace SimdReg.Benchmarks.Support;

/// <summary>What was measured, and on what.</summary>
internal static class Versions
{
    public static string Text { get; } = string.Join(
        Environment.NewLine,
        [
            .. HostEnvironmentInfo.GetCurrent().ToFormattedString(),
            Of("System.Numerics.Tensors", typeof(TensorPrimitives)),
            Of("MathNet.Numerics", typeof(Control)),
            OpenBlas.IsPresent ? OpenBlas.Version?.Trim() : "no OpenBLAS",
        ]);

    private static string Of(string name, Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "of unknown version";
        return $"{name} {version.Split('+')[0]}";
    }
}
