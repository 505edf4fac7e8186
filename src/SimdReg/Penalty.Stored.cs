using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Steps;
using SimdReg.Sums;

namespace SimdReg;

/// <content>Sums and gradients over stored numbers.</content>
public static partial class Penalty
{
    /// <summary>Σ p(w) over weights in any format, with the same bits as over the widened weights.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <returns>The sum, correctly rounded to float for <see cref="L1"/>, <see cref="L2"/> and <see cref="ElasticNet"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is below 1.</exception>
    public static float Sum<TPenalty>(ReadOnlyStoredSpan weights, TPenalty penalty, int maxDegreeOfParallelism = 1)
        where TPenalty : struct, IPenalty =>
        NarrowSums.Of(weights, penalty, Guard.AtLeastOne(maxDegreeOfParallelism));

    /// <summary>Σ p(w) over weights in any format: the sum of the penalty of a term, in any mode.</summary>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <typeparam name="TMode">The mode, which does not matter for the sum.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="term">The penalty and its mode.</param>
    /// <param name="maxDegreeOfParallelism">The number of threads that may work at once: at least 1. The result has the same bits for any number.</param>
    /// <inheritdoc cref="Sum{TPenalty}(ReadOnlyStoredSpan, TPenalty, int)" path="/returns|/exception"/>
    public static float Sum<TPenalty, TMode>(ReadOnlyStoredSpan weights, PenaltyTerm<TPenalty, TMode> term, int maxDegreeOfParallelism = 1)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode =>
        Sum(weights, term.Penalty, maxDegreeOfParallelism);

    /// <summary>g ← g + ∂p(w)/∂w over numbers in any format: each new gradient is that of the widened numbers, rounded once to its format, to nearest.</summary>
    /// <remarks>A penalty whose <see cref="IPenalty.IsZero"/> is true writes nothing.</remarks>
    /// <typeparam name="TPenalty">The penalty.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <param name="gradients">g, updated in place: as long as <paramref name="weights"/>.</param>
    /// <param name="penalty">The penalty p.</param>
    /// <exception cref="ArgumentException">The spans differ in length, or overlap without being the same. Nothing has been written.</exception>
    /// <exception cref="NotSupportedException">The penalty has no gradient (<see cref="IPenalty.HasGradient"/>). Nothing has been written.</exception>
    public static void AddGradient<TPenalty>(ReadOnlyStoredSpan weights, StoredSpan gradients, TPenalty penalty)
        where TPenalty : struct, IPenalty
    {
        StoredGuard.RequirePair(weights, gradients);
        RequireNoStructure<TPenalty>();
        if (!TPenalty.HasGradient)
        {
            Refuse.PenaltyGradient(typeof(TPenalty));
        }

        if (penalty.IsZero)
        {
            return;
        }

        Span<float> w = stackalloc float[StoredPass.PartLength];
        Span<float> g = stackalloc float[StoredPass.PartLength];
        var formula = new GradientFormula<TPenalty>(penalty);
        for (int start = 0, length; start < gradients.Length; start += length)
        {
            length = Math.Min(StoredPass.PartLength, gradients.Length - start);
            var part = gradients.Slice(start, length);
            StoredNumbers.Widen(weights.Slice(start, length), w[..length]);
            StoredNumbers.Widen(part, g[..length]);
            WidestLanes.Update(g[..length], w[..length], default, in formula);
            StoredNumbers.Round(g[..length], part, default(Nearest), 0, 0, isNonNegative: false);
        }
    }

    private static void RequireNoStructure<TPenalty>()
        where TPenalty : struct, IPenalty
    {
        if (TPenalty.IsStructured)
        {
            throw new NotSupportedException($"{Refuse.NameOf(typeof(TPenalty))} has structure, which is computed over spans of float or double: widen the numbers first, by CopyTo.");
        }
    }
}
