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
            $"SimdReg {Of(typeof(Penalty))}", // And after a +, the commit.
            $"System.Numerics.Tensors {Of(typeof(TensorPrimitives)).Split('+')[0]}",
            $"MathNet.Numerics {Of(typeof(Control)).Split('+')[0]}",
            OpenBlas.IsPresent ? OpenBlas.Version?.Trim() : "no OpenBLAS",
        ]);

    private static string Of(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "of unknown version";
}
