using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Groups;
using SimdReg.Loops;
using SimdReg.Sums;
using SimdReg.Threading;

namespace SimdReg.Steps;

/// <summary>A step with a penalty that has structure: part by part, in the cache, the gradient of the structure, the fused step, and the proximal step of the structure.</summary>
/// <remarks>A part is cut where no group has weights on both sides. If there is no such place, the only part is the whole.</remarks>
internal static class StructuredStep<TRule, T, TPenalty, TMode>
    where TRule : struct, IUpdateRule<TRule>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TPenalty : struct, IPenalty
    where TMode : struct, IPenaltyMode
{
    private static int PartLength => Thresholds.StructuredPartBytes / Unsafe.SizeOf<T>();

    private static bool IsProximal => typeof(TMode) == typeof(Proximal);

    private static bool IsCautious => typeof(TMode) == typeof(Cautious);

    /// <summary>Takes a step over weights that start at an index among all weights, and measures it if asked.</summary>
    // The weights are pinned: a span cannot be passed to another thread.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe StepOutcome<T> Run(
        Span<T> weights,
        ReadOnlySpan<T> gradients,
        in StateSpans<T> state,
        in TRule rule,
        in StepConstants constants,
        in PenaltyTerm<TPenalty, TMode> term,
        in StepOptions options,
        int start,
        int weightCount,
        int maxDegreeOfParallelism,
        bool isMeasured)
    {
        RequireMode();
        fixed (T* w = weights, g = gradients, first = state.First, second = state.Second, third = state.Third)
        {
            Job job = new(w, g, first, second, third, rule, constants, term, options, start, weightCount, isMeasured);
            var range = ParallelRanges.RangeLength(weights.Length);
            return ParallelRanges.IsWorthwhile(weights.Length, maxDegreeOfParallelism) && job.HasParts(weights.Length)
                ? OnThreads(job, weights.Length, range, maxDegreeOfParallelism)
                : job.Run(0, weights.Length, maxDegreeOfParallelism);
        }
    }

    private static StepOutcome<T> OnThreads(Job job, int length, int range, int maxDegreeOfParallelism) =>
        ParallelRanges.Sum(length, range, maxDegreeOfParallelism, (from, to) => job.Run(job.Cut((int)from), job.Cut((int)to), 1));

    /// <summary>Requires a mode of the library: what another one does with a group is not known.</summary>
    public static void RequireMode()
    {
        if (TPenalty.IsStructured && typeof(TMode) != typeof(Coupled) && typeof(TMode) != typeof(Decoupled) && !IsProximal && !IsCautious)
        {
            throw new NotSupportedException($"{Refuse.NameOf(typeof(TPenalty))} has structure, and {typeof(TMode).Name} is a mode for penalties on one weight: use Coupled, Decoupled, Cautious or Proximal.");
        }
    }

    /// <summary>A step, in memory that does not move.</summary>
    private readonly unsafe struct Job(
        T* weights,
        T* gradients,
        T* first,
        T* second,
        T* third,
        TRule rule,
        StepConstants constants,
        PenaltyTerm<TPenalty, TMode> term,
        StepOptions options,
        int start,
        int weightCount,
        bool isMeasured)
    {
        /// <summary>Whether there is a place to cut.</summary>
        public bool HasParts(int length) => Cut(Math.Min(PartLength, length)) < length;

        /// <summary>The place from this one on at which the weights may be cut.</summary>
        public int Cut(int place) => term.Penalty.BoundaryFrom(start + place, weightCount) - start;

        /// <summary>Steps from one place to another, where the weights may be cut.</summary>
        public StepOutcome<T> Run(int from, int to, int maxDegreeOfParallelism)
        {
            var outcome = default(StepOutcome<T>);
            for (int end; from < to; from = end)
            {
                end = Math.Min(Cut((int)Math.Min((long)from + PartLength, to)), to);
                Part(from, end - from, maxDegreeOfParallelism, ref outcome);
            }

            return outcome;
        }

        private void Part(int from, int length, int maxDegreeOfParallelism, ref StepOutcome<T> outcome)
        {
            var w = new Span<T>(weights + from, length);
            var g = new ReadOnlySpan<T>(gradients + from, length);
            StateSpans<T> state = new(
                TRule.StateCount,
                TRule.StateCount > 0 ? new(first + from, length) : default,
                TRule.StateCount > 1 ? new(second + from, length) : default,
                TRule.StateCount > 2 ? new(third + from, length) : default);
            var hasRates = IsProximal && TPenalty.NeedsRates && TRule.HasRatePerWeight;
            var addsGradient = TPenalty.HasStructureGradient && !IsProximal;
            var keepsBefore = isMeasured || options.KeepZeros || (IsCautious && addsGradient);

            // A pull before the step may move a weight to 0, or one that is kept at 0 away from it: then only the weights before it say which zeros are kept.
            var restoresState = options.KeepZeros && addsGradient && typeof(TMode) == typeof(Decoupled);
            var count = (keepsBefore ? 1 : 0) + (hasRates ? 1 + TRule.StateCount : addsGradient ? 2 : 0) + (restoresState ? TRule.StateCount : 0);
            var array = count == 0 ? null : ArrayPool<T>.Shared.Rent(checked(count * length));
            PartBuffers<T> buffers = new(array, length);
            var before = keepsBefore ? buffers.NextCopy(w) : default;
            Rates<T> rates = hasRates ? new(RatesAfter(w, g, in state, ref buffers)) : new(constants.LearningRate);
            StateSpans<T> kept = restoresState ? Copies(in state, ref buffers) : default;
            var own = restoresState ? new(options.GradientScale, options.Maximize) : options;
            var pull = addsGradient ? buffers.Next() : default;
            var sources = addsGradient ? AddGradient(w, g, pull, ref own, start + from, maxDegreeOfParallelism, ref buffers) : g;
            StepDispatch<TRule, T, TPenalty, TMode, PartPass<T>, int>.Start(
                w, sources, in state, in rule, in constants, in term, in own, maxDegreeOfParallelism, out _);
            if (IsCautious && addsGradient)
            {
                WidestLanes.Update(w, before, new(1, pull, default, default), new CautiousPull(constants.LearningRate));
            }

            term.Penalty.EndStep(w, rates, IsProximal, start + from, maxDegreeOfParallelism);
            if (options.KeepZeros)
            {
                WidestLanes.Update(w, before, default, default(KeptZeros));
            }

            if (restoresState)
            {
                Restore(state.First, kept.First, before);
                Restore(state.Second, kept.Second, before);
                Restore(state.Third, kept.Third, before);
            }

            if (isMeasured)
            {
                outcome += Measure(before, w, g);
            }

            if (array is not null)
            {
                ArrayPool<T>.Shared.Return(array);
            }
        }

        /// <summary>The rate of each weight in this step: the rule runs on copies.</summary>
        private Span<T> RatesAfter(ReadOnlySpan<T> w, ReadOnlySpan<T> g, in StateSpans<T> state, ref PartBuffers<T> buffers)
        {
            var rates = buffers.Next();
            w.CopyTo(rates);
            var copies = Copies(in state, ref buffers);
            WidestLanes.Update(rates, g, in copies, new RateFormula<TRule>(rule, constants, options.SignedScale));
            return rates;
        }

        private static StateSpans<T> Copies(in StateSpans<T> state, ref PartBuffers<T> buffers) => new(
            TRule.StateCount,
            TRule.StateCount > 0 ? buffers.NextCopy(state.First) : default,
            TRule.StateCount > 1 ? buffers.NextCopy(state.Second) : default,
            TRule.StateCount > 2 ? buffers.NextCopy(state.Third) : default);

        /// <summary>Gives the weights that were 0 their state back.</summary>
        private static void Restore(Span<T> state, Span<T> kept, ReadOnlySpan<T> before)
        {
            if (!state.IsEmpty)
            {
                WidestLanes.Update(state, before, new(1, kept, default, default), default(StateOfZeros));
            }
        }

        /// <summary>Computes the gradient of the structure, and adds it: coupled, to the gradients; decoupled, times −α to the weights. Returns the gradients of the step.</summary>
        private ReadOnlySpan<T> AddGradient(
            Span<T> w, ReadOnlySpan<T> g, Span<T> pull, ref StepOptions own, int index, int maxDegreeOfParallelism, ref PartBuffers<T> buffers)
        {
            if (typeof(TMode) == typeof(Coupled))
            {
                TensorPrimitives.Multiply(g, Element<T>.Round(options.SignedScale), pull);
                WidestLanes.Update(w, w, default, default(WithoutSubnormal));
                term.Penalty.AddStructureGradient<T>(w, pull, index, maxDegreeOfParallelism);
                own = new(keepZeros: options.KeepZeros);
                return pull;
            }

            // The gradients may be the weights themselves.
            var sources = Unsafe.AreSame(in MemoryMarshal.GetReference(w), in MemoryMarshal.GetReference(g)) ? buffers.NextCopy(g) : g;
            pull.Clear();
            WidestLanes.Update(w, w, default, default(WithoutSubnormal));
            term.Penalty.AddStructureGradient<T>(w, pull, index, maxDegreeOfParallelism);
            if (!IsCautious)
            {
                WidestLanes.Update(w, pull, default, new AddScaledFormula(-constants.LearningRate));
            }

            return sources;
        }

        /// <summary>The outcome of the step from the weights before it.</summary>
        private static StepOutcome<T> Measure(Span<T> before, ReadOnlySpan<T> after, ReadOnlySpan<T> g)
        {
            MeasuredPass<T>.Run(before, after, default, default(Replacement), out var outcome);
            return outcome with
            {
                SumOfGradientSquares = SpanSums.Over<T, Blocks<T>, NormReduction<T, SquareTerm>, BoundedSum>(new(g), default),
            };
        }
    }
}

/// <summary>Buffers of a part of the weights, in one array.</summary>
internal ref struct PartBuffers<T>(T[]? array, int length)
{
    private int _used;

    public Span<T> Next() => array.AsSpan(length * _used++, length);

    public Span<T> NextCopy(ReadOnlySpan<T> source)
    {
        var copy = Next();
        source.CopyTo(copy);
        return copy;
    }
}
