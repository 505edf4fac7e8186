using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Tests.Boundaries;

/// <inheritdoc/>
public class ProvenLengthOfSingles : ProvenLengthTests<float>;

/// <inheritdoc/>
public class ProvenLengthOfDoubles : ProvenLengthTests<double>;

/// <summary>Blocks and their parts are as long as the proofs in <c>docs/numerics.md</c> assume, at every width, whichever this machine has.</summary>
public abstract class ProvenLengthTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly bool _isSingle = typeof(T) == typeof(float);

    [Fact]
    public void No_lane_takes_more_terms_of_a_part_than_is_proven()
    {
        AssertTerms<double>(Blocks<T>.LaneLength);
        if (Vector.IsHardwareAccelerated)
        {
            AssertTerms<Vector128<double>>(Blocks<T>.PartLength);
            AssertTerms<Vector256<double>>(Blocks<T>.PartLength);
            AssertTerms<Vector512<double>>(Blocks<T>.PartLength);
        }
        else
        {
            AssertTerms<double>(Blocks<T>.PartLength);
        }
    }

    [Fact]
    public void A_block_is_gathered_from_its_anchor_no_more_often_than_is_proven()
    {
        // 10,932 additions of a lane, four each time; of doubles 514, two each time.
        var most = _isSingle ? 10_932 / 4 : 514 / 2;
        if (Vector.IsHardwareAccelerated)
        {
            Assert.InRange(Counts<Vector128<T>, TwoRegisters<Vector128<T>>, FromAnchor>(Blocks<T>.LongLength).Gatherings, 1, most);
        }
    }

    [Fact]
    public void A_part_and_a_block_are_long_enough_for_what_is_proven_of_their_number()
    {
        Assert.InRange(Blocks<T>.PartLength, 16_384, Blocks<T>.Length);
        Assert.InRange(Blocks<T>.Length, 16_384, Blocks<T>.LongLength);
    }

    private static void AssertTerms<TRegister>(int length)
        where TRegister : unmanaged
    {
        // A total of floats is one register; one of doubles has another for what is rounded off.
        var norm = _isSingle ? Counts<TRegister, OneRegister, NoParameters>(length) : Counts<TRegister, TwoRegisters<TRegister>, NoParameters>(length);
        var own = _isSingle ? Counts<TRegister, OneRegister, Parameters>(length) : Counts<TRegister, TwoRegisters<TRegister>, Parameters>(length);
        Assert.InRange(norm.MostTerms, 1, 4096);
        Assert.InRange(own.MostTerms, 1, _isSingle ? 8192 : 4096);
    }

    private static Counted Counts<TRegister, TTotals, TKind>(int length)
        where TRegister : unmanaged
        where TTotals : struct, ITotal
        where TKind : struct, IKind =>
        ReductionLoop.Fold<TRegister, T, CountingFold<TRegister, TTotals, TKind>, TTotals, Counted>(new T[length], default, out _);

    private interface ITotal
    {
        int Terms { get; set; }
    }

    private interface IKind
    {
        static abstract bool IsFromAnchor { get; }
    }

    private struct OneRegister : ITotal
    {
        public int Terms { get; set; }
    }

    private struct TwoRegisters<TRegister> : ITotal
        where TRegister : unmanaged
    {
        public TRegister Other { get; set; }

        public int Terms { get; set; }
    }

    private readonly struct NoParameters : IKind
    {
        public static bool IsFromAnchor => false;
    }

    private readonly struct Parameters : IKind
    {
        public double Value { get; init; }

        public static bool IsFromAnchor => false;
    }

    private readonly struct FromAnchor : IKind
    {
        public double Anchor { get; init; }

        public static bool IsFromAnchor => true;
    }

    private struct Counted
    {
        public int MostTerms;
        public int Gatherings;
    }

    /// <summary>Counts terms and gatherings in place of adding: of doubles in lanes of double, of the weights' own type from an anchor.</summary>
    private readonly struct CountingFold<TRegister, TTotals, TKind> : IFold<TTotals, Counted, T>
        where TRegister : unmanaged
        where TTotals : struct, ITotal
        where TKind : struct, IKind
    {
        public TKind Kind { get; init; }

        public static int Count => Unsafe.SizeOf<TRegister>() / (TKind.IsFromAnchor ? Unsafe.SizeOf<T>() : sizeof(double));

        public static int Turns => TKind.IsFromAnchor ? Anchor<T>.Turns : int.MaxValue;

        public TTotals Start => default;

        public void Add(ref TTotals totals, ref readonly T weights) => totals.Terms++;

        public void Gather(ref Counted sums, TTotals totals)
        {
            sums.MostTerms = Math.Max(sums.MostTerms, totals.Terms);
            sums.Gatherings++;
        }
    }
}
