using SimdReg.Benchmarks.Narrow;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.Bars;

/// <summary>Steps and sums over narrow numbers, with the same over floats.</summary>
/// <remarks>The goals against floats are at 16 M, where memory decides. The type is that of the weights.</remarks>
internal static class NarrowRows
{
    private const string Single = "float";
    private const string BFloat = "bfloat16";

    // 4 K, 32 K, 1 M, 16 M
    private static readonly int[] _lengths = [1 << 12, 1 << 15, 1 << 20, 1 << 24];

    public static IEnumerable<BarRow> All { get; } =
    [
        Adam("NarrowMoments", Single, AtLast(1.4), b => b.BFloat16_moments),
        Adam("NarrowGradients", Single, AtLast(null), b => b.BFloat16_gradients_and_moments),
        Adam("NarrowEightBit", Single, AtLast(1.0), b => b.EightBit_moments),
        Adam("NarrowNearest", BFloat, AtLast(1.4), b => b.BFloat16_nearest),
        Adam("NarrowStochastic", BFloat, AtLast(1.2), b => b.BFloat16_stochastic),
        Adam("NarrowKahan", BFloat, AtLast(null), b => b.BFloat16_Kahan),
        Adam("NarrowMasterCopy", BFloat, AtLast(null), b => b.BFloat16_master_copy),
        BarRow.Of<float, NarrowL2StepBenchmarks>("NarrowL2Step", BFloat, AtLast(null), b => new(Calls.Of(b.BFloat16_nearest), Calls.Of(b.Floats))),
        BarRow.Of<float, NarrowL2SumBenchmarks>("NarrowL2Sum", BFloat, AtLast(1.6), b => new(Calls.Of(b.BFloat16_weights), Calls.Of(b.Floats))),
#if TORCHSHARP
        .. LibTorchLoader.WhyNot is null ? Fused : [],
#endif
    ];

#if TORCHSHARP
    private static IEnumerable<BarRow> Fused =>
    [
        Adam("NarrowFusedNearest", BFloat, AtEach(1.5), b => b.BFloat16_nearest, b => b.PyTorch_fused),
        Adam("NarrowFusedStochastic", BFloat, AtEach(1.4), b => b.BFloat16_stochastic, b => b.PyTorch_fused),
    ];

    private static Bar[] AtEach(double least) => [.. _lengths.Select(length => new Bar(length, least))];
#endif

    private static BarRow Adam(
        string name, string type, Bar[] bars, Func<NarrowAdamStepBenchmarks, Action> ours, Func<NarrowAdamStepBenchmarks, Action>? theirs = null) =>
        BarRow.Of<float, NarrowAdamStepBenchmarks>(name, type, bars, b => new(Calls.Of(ours(b)), Calls.Of(theirs is null ? b.Floats : theirs(b))));

    private static Bar[] AtLast(double? least) => [.. _lengths.Select(length => new Bar(length, length == _lengths[^1] ? least : null))];
}
