using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg.Steps;

/// <summary>Takes a step over stored numbers and measures it: for each part, the step, then a measured pass that replaces the widened old weights by the widened new ones.</summary>
internal static class StoredMeasure
{
    /// <inheritdoc cref="StoredPass.Run"/>
    public static StepOutcome<float> Run<TRule, TPenalty, TMode>(
        in StoredPass pass,
        StoredSpan weights,
        ReadOnlyStoredSpan gradients,
        int start,
        StoredLoops<TRule, TPenalty, TMode> loops,
        in TRule rule,
        in StepConstants constants,
        in TPenalty penalty,
        in StepOptions options)
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        Span<float> before = stackalloc float[StoredPass.PartLength];
        Span<float> after = stackalloc float[StoredPass.PartLength];
        var outcome = default(StepOutcome<float>);
        for (int done = 0, length; done < weights.Length; done += length)
        {
            length = Math.Min(StoredPass.PartLength, weights.Length - done);
            var w = before[..length];
            var g = after[..length];
            var stored = weights.Slice(done, length);
            StoredNumbers.Widen(gradients.Slice(done, length), g);
            var squares = WidestLanes.Reduce<float, NormReduction<float, SquareTerm>, BoundedSum>(g, default);
            StoredNumbers.Widen(stored, w);
            pass.Run(stored, gradients.Slice(done, length), start + done, loops, in rule, in constants, in penalty, in options);
            StoredNumbers.Widen(stored, after[..length]);
            MeasuredPass<float>.Run(w, after[..length], default, default(Replacement), out var part);
            outcome += part with { SumOfGradientSquares = squares };
        }

        return outcome;
    }

    /// <summary>target ← source</summary>
    private readonly struct Replacement : IElementwise
    {
        public static int StateCount => 0;

        public static bool FlushesSubnormal => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Read<L>(L target)
            where L : struct, ILanes<L> => L.FlushSubnormal(target);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Rate<L>()
            where L : struct, ILanes<L> => L.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Next<L>(L target, L source, ref StateLanes<L> state)
            where L : struct, ILanes<L> => source;
    }
}
