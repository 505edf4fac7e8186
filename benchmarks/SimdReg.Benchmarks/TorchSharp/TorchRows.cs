using SimdReg.Benchmarks.Bars;
using SimdReg.Benchmarks.Timing;

namespace SimdReg.Benchmarks.TorchSharp;

/// <summary>AdamW of SimdReg.TorchSharp, with TorchSharp's and with libtorch's fused kernel, over few large arrays to many small ones.</summary>
internal static class TorchRows
{
    public static IEnumerable<BarRow> All { get; } =
    [
        // Arrays, weights of each, and the ratio to be reached to TorchSharp's and to the fused kernel
        .. Of("4x4M", 4, 4_000_000, 3, 1),
        .. Of("20x50K", 20, 50_000, 8, 1),
        .. Of("200x5K", 200, 5_000, 5, 1),
        .. Of("2000x500", 2_000, 500, 20, 1),
    ];

    private static IEnumerable<BarRow> Of(string shape, int count, int length, double leastOfOthers, double leastOfFused) =>
    [
        new($"TorchSharp{shape}", "float", [new(count * length, leastOfOthers)], Open(length, arrays => new(Calls.Of(arrays.Own), Calls.Of(arrays.Others)))),
        new($"TorchSharpFused{shape}", "float", [new(count * length, leastOfFused)], Open(length, arrays => new(Calls.Of(arrays.Own), Calls.Of(arrays.Fused)))),
    ];

    private static Func<int, (Comparison, Action)> Open(int length, Func<TorchArrays, Comparison> sides) => count =>
    {
        // A warm-up asks for few weights: one array of them, or more.
        var arrays = new TorchArrays(Math.Max(1, count / length), Math.Min(count, length));
        return (sides(arrays), arrays.Dispose);
    };
}
