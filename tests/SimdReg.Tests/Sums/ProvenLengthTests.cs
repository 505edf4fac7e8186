using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Tests.Sums;

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
        // 2,740 additions of a lane, four each time; of doubles 130, two each time.
        var most = _isSingle ? 2_740 / 4 : 130 / 2;
        if (Vector.IsHardwareAccelerated)
        {
            Assert.InRange(Counts<Vector128<T>, FourTotals, FromAnchor>(Blocks<T>.Length).Gatherings, 1, most);
        }
    }

    [Fact]
    public void A_part_and_a_block_are_long_enough_for_what_is_proven_of_their_number()
    {
        Assert.InRange(Blocks<T>.PartLength, 16_384, Blocks<T>.Length);
        Assert.InRange(Blocks<T>.Length, 16_384, int.MaxValue);
    }

    private static void AssertTerms<TRegister>(int length)
        where TRegister : unmanaged
    {
        // The norms of floats go into eight totals; those of doubles, and other terms, into four.
        Assert.InRange((_isSingle ? Counts<TRegister, EightTotals, InDouble>(length) : Counts<TRegister, FourTotals, InDouble>(length)).MostTerms, 1, 4096);
        Assert.InRange(Counts<TRegister, FourTotals, InDouble>(length).MostTerms, 1, _isSingle ? 8192 : 4096);
    }

    private static Counted Counts<TRegister, TStreams, TKind>(int length)
        where TRegister : unmanaged
        where TStreams : struct
        where TKind : struct =>
        ReductionLoop.Fold<TStreams, T, CountingFold<TRegister, TKind>, int, Counted>(new T[length], default, out _);

    /// <summary>A sum in lanes of double.</summary>
    private readonly struct InDouble;

    /// <summary>A sum in lanes of the weights' own type.</summary>
    private readonly struct FromAnchor;

    private struct Counted
    {
        public int MostTerms;
        public int Gatherings;
    }

    /// <summary>Counts terms and gatherings in place of adding.</summary>
    private readonly struct CountingFold<TRegister, TKind> : IFold<int, Counted, T>
        where TRegister : unmanaged
        where TKind : struct
    {
        public static int Count => Unsafe.SizeOf<TRegister>() / (IsFromAnchor ? Unsafe.SizeOf<T>() : sizeof(double));

        public static int Turns => IsFromAnchor ? Anchor<T>.Turns : int.MaxValue;

        public int Start => 0;

        private static bool IsFromAnchor => typeof(TKind) == typeof(FromAnchor);

        public void Add(ref int totals, ref readonly T weights) => totals++;

        public void Gather(ref Counted sums, int totals)
        {
            sums.MostTerms = Math.Max(sums.MostTerms, totals);
            sums.Gatherings++;
        }
    }
}
