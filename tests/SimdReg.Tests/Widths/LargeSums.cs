using System.Numerics;
using SimdReg.Loops;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Widths;

/// <summary>Sums of every kind: under each norm and under a penalty of one's own, of all of them at once, and of what is a tie.</summary>
internal static class LargeSums
{
    // Each with some weights that fill no streams. The last is where loops fetch ahead, if the processor likes that.
    private static readonly int[] _lengths = [165, 3001, (ReductionLoop.PrefetchBytes / sizeof(float)) + 1001];

    /// <summary>What the JIT calls the terms that loops add: from anchors, all at once, and in double.</summary>
    public static IReadOnlyList<string> Folds =>
    [
        "BlockNorm`2+Fold`3[float,SimdReg.Sums.MagnitudeTerm",
        "BlockNorm`2+Fold`3[float,SimdReg.Sums.SquareTerm",
        "BlockNorm`2+Fold`3[double,SimdReg.Sums.MagnitudeTerm",
        "BlockNorm`2+Fold`3[double,SimdReg.Sums.SquareTerm",
        "BlockMeasure`1+EverythingFold`3[float",
        "BlockMeasure`1+EverythingFold`3[double",
        "BlockSum`2+Fold`2[float,SimdReg.Sums.ValueTerm`1[SimdReg.Tests.Support.Huber",
        "BlockSum`2+Fold`2[double,SimdReg.Sums.ValueTerm`1[SimdReg.Tests.Support.Huber",
        "BlockSum`2+Fold`2[float,SimdReg.Sums.MagnitudeTerm",
        "BlockSum`2+Fold`2[float,SimdReg.Sums.SquareTerm",
        "BlockSum`2+Fold`2[float,SimdReg.Sums.RemainderTerm`1[SimdReg.Sums.MagnitudeTerm",
        "BlockSum`2+Fold`2[float,SimdReg.Sums.RemainderTerm`1[SimdReg.Sums.SquareTerm",
    ];

    public static void Make()
    {
        Make<float>();
        Make<double>();
    }

    private static void Make<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var length in _lengths)
        {
            var weights = Samples.Weights<T>(length, seed: length);
            foreach (var sum in SumKernel.All<T>())
            {
                sum.Call(weights);
            }

            Penalty.Measure<T>(weights);

            // 2²⁴ + 1, between two floats.
            (weights = new T[length])[0] = T.CreateChecked(1 << 24);
            weights[1] = T.One;
            Penalty.Of(weights, new L1(1));
            weights[0] = T.CreateChecked(1 << 12);
            Penalty.Of(weights, new L2(2));
        }
    }
}
