using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Where an <see cref="AnchoredSum{W}"/> begins, and how far it may be off.</summary>
internal static class Anchor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many terms a lane takes before it is gathered: what was rounded off is itself rounded more often the more there are.</summary>
    /// <remarks>
    /// With 96 floats measured steps take 0.94 to 0.98 of the time of 64, and sums of 32 K 0.98. 128 gain a third more, but twice as many
    /// sums are made again in double as of 96, and with 1,024 nearly all.
    /// </remarks>
    public static int Turns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 96 : 1024;
    }

    /// <summary>In software it takes longer than all that an anchor saves.</summary>
    public static bool HasFusedMultiplyAdd
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    private const int SampleCount = 4;

    /// <summary>How many times what a lane is expected to hold the anchor is, at least.</summary>
    private const double Margin = 4;

    private static double UnitRoundoff
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 1.0 / (1 << 24) : 1.0 / (1L << 53);
    }

    // Between these neither twice an anchor overflows nor what is rounded off beside it underflows.

    private static double Least
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 1e-20 : 1e-270;
    }

    private static double Most
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Element<T>.IsSingle ? 1e37 : 1e307;
    }

    /// <summary>A power of two above what a lane will hold of these terms, as a look at a few suggests, or 0 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double For<W, TTerm>(ReadOnlySpan<T> block)
        where W : struct, ILanes<W, T>
        where TTerm : struct, ITerm
    {
        if (block.Length < W.Count || !HasFusedMultiplyAdd)
        {
            return 0;
        }

        ref var first = ref MemoryMarshal.GetReference(block);
        var distance = (nint)((block.Length - W.Count) / (SampleCount - 1));
        var sample = default(AnchoredSum<W>);
        for (nint i = 0; i < SampleCount; i++)
        {
            sample = default(TTerm).AddTo(sample, W.Load(in Unsafe.Add(ref first, i * distance)));
        }

        var expected = Margin * Turns * double.CreateTruncating(LaneValues.Sum<W, T>(sample.High)) / (SampleCount * W.Count);
        return expected >= Least && expected <= Most ? Binary.PowerOfTwoAbove(expected) : 0;
    }

    /// <summary>How far the sum of so many terms, gathered from lanes, may be from the exact one: at least twice what is proven.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Error(double anchor, int count) =>
        1.15 * Turns * UnitRoundoff * UnitRoundoff * anchor * count;
}
