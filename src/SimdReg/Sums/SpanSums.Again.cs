using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SimdReg.Sums;

/// <content>Sums that their error bound could not round: again in double, then exactly.</content>
internal static partial class SpanSums
{
    /// <summary>Above it, the rounding error of a product with a strength is a double.</summary>
    private const double SmallestWholeCharge = 1e-270;

    /// <summary>Encloses s₁·Σ|w| + (s₂/2)·Σw² with both sums computed in double: for floats about 2⁷ times narrower than from an anchor.</summary>
    public static Enclosure EncloseInDouble<T, TBlocks>(TBlocks weights, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct => Certificate.EncloseNarrowly<T>(
            norms.AsksMagnitudes ? Over<T, TBlocks, TermReduction<T, MagnitudeTerm>, DoubleDouble>(weights, default) : default,
            norms.AsksSquares ? Over<T, TBlocks, TermReduction<T, SquareTerm>, DoubleDouble>(weights, default) : default,
            norms);

    // From a span, so that the caller, whose frame is that of every short sum, has no blocks to copy.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Again<T>(Enclosure enclosure, ReadOnlySpan<T> weights, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Again<T, Blocks<T>>(enclosure, new(weights), norms);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Again<T, TBlocks>(Enclosure enclosure, TBlocks weights, NormStrengths norms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct
    {
        if (double.IsFinite(enclosure.Centre.High))
        {
            var again = EncloseInDouble<T, TBlocks>(weights, norms);
            if (again.TryRound(out T value))
            {
                return value;
            }

            if (IsExactInDouble<T, TBlocks>(weights, norms, again.Centre))
            {
                return Element<T>.Round(again.Centre.High);
            }
        }

        var contents = Contents.Of<T, TBlocks>(weights);
        return contents.AnyNaN ? T.NaN
            : contents.NonFinite > 0 ? T.PositiveInfinity
            : contents.AnyNonZero ? Exactly<T, TBlocks>(weights).Round<T>(norms)
            : T.Zero;
    }

    /// <summary>Whether the charge of floats under one norm is a double, and equal to the sum computed in double. Then a tie can be rounded.</summary>
    /// <remarks>
    /// Integers times a power of two, as after quantisation, often add up without error, and often to a tie. This check avoids the exact sum
    /// for them.
    /// </remarks>
    private static bool IsExactInDouble<T, TBlocks>(TBlocks weights, NormStrengths norms, DoubleDouble charge)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct =>
        Element<T>.IsSingle && charge.Low == 0 && charge.High > SmallestWholeCharge
            && (!norms.AsksSquares ? AddsUpInDouble<T, TBlocks, MagnitudeTerm>(weights, charge.High / norms.L1)
                : !norms.AsksMagnitudes && AddsUpInDouble<T, TBlocks, SquareTerm>(weights, charge.High / norms.L2 * 2));

    /// <summary>Whether all terms are multiples of one power of two, and their sum is below 2⁵² times that power.</summary>
    private static bool AddsUpInDouble<T, TBlocks, TTerm>(TBlocks weights, double sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct
        where TTerm : struct, ITerm =>
        Over<T, TBlocks, TermReduction<T, RemainderTerm<TTerm>>, DoubleDouble>(weights, new(new(Binary.PowerOfTwoAbove(sum)))).High == 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ExactNorms Exactly<T, TBlocks>(TBlocks weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TBlocks : struct, IBlocks<T>, allows ref struct
    {
        var sums = new ExactNorms();
        while (weights.MoveNext())
        {
            sums.Add(weights.Current);
        }

        return sums;
    }

    /// <summary>The special values among weights whose sum could not be rounded from its error bound.</summary>
    private readonly record struct Contents(long NonFinite, bool AnyNaN, bool AnyNonZero)
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Contents Of<T, TBlocks>(TBlocks weights)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where TBlocks : struct, IBlocks<T>, allows ref struct
        {
            var contents = default(Contents);
            while (weights.MoveNext())
            {
                var block = weights.Current;
                contents = new(
                    contents.NonFinite + (TensorPrimitives.IsFiniteAll(block) ? 0 : CountNonFinite(block)),
                    contents.AnyNaN || TensorPrimitives.IsNaNAny(block),
                    contents.AnyNonZero || block.ContainsAnyExcept(T.Zero));
            }

            return contents;
        }

        private static long CountNonFinite<T>(ReadOnlySpan<T> weights)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var count = 0L;
            foreach (var weight in weights)
            {
                count += T.IsFinite(weight) ? 0 : 1;
            }

            return count;
        }
    }
}
