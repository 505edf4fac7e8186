using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Steps;

/// <summary>Steps stored numbers: where a loop cannot load or store a format itself, part by part through buffers in the first-level cache.</summary>
/// <remarks>
/// A loop loads and stores float and bfloat16. Buffers serve everything else, because their conversions do not overlap with the step:
/// AdamW in bfloat16 takes 1.3 times as long through them at 4,096 weights, and 1.7 times at 16 million.
/// </remarks>
internal readonly ref struct StoredPass
{
    /// <summary>The number of weights of a part: its buffers fit the first-level cache. A multiple of the blocks of 8 bits.</summary>
    public const int PartLength = 1024;

    // Not a power of two, so that equal places of two buffers do not compete for one set of the cache.
    private const int Stride = PartLength + 16;

    private readonly NarrowMemory _memory;
    private readonly long _stepNumber;
    private readonly NumberFormat _weightFormat;
    private readonly NumberFormat _gradientFormat;
    private readonly NumberFormat _stateFormat;
    private readonly bool _isBuffered;

    /// <summary>Chooses the formats of the loop, for weights and gradients in given formats.</summary>
    /// <param name="memory">The state.</param>
    /// <param name="stepNumber">The number of the step, 1 for the first.</param>
    /// <param name="weights">The format of the weights.</param>
    /// <param name="gradients">The format of the gradients.</param>
    public StoredPass(NarrowMemory memory, long stepNumber, NumberFormat weights, NumberFormat gradients)
    {
        _memory = memory;
        _stepNumber = stepNumber;
        Companion = weights == NumberFormat.Single ? null : memory.Companion;
        var isNarrow = weights == NumberFormat.BFloat16 && gradients == NumberFormat.BFloat16 && Companion is null;
        _weightFormat = isNarrow ? NumberFormat.BFloat16 : NumberFormat.Single;
        _gradientFormat = gradients == NumberFormat.BFloat16 ? NumberFormat.BFloat16 : NumberFormat.Single;
        _stateFormat = NumberFormat.BFloat16;
        for (var slot = 0; slot < memory.SlotCount; slot++)
        {
            _stateFormat = memory[slot].Format == NumberFormat.BFloat16 ? _stateFormat : NumberFormat.Single;
        }

        _isBuffered = weights != _weightFormat || gradients != _gradientFormat;
        for (var slot = 0; slot < memory.SlotCount; slot++)
        {
            _isBuffered |= memory[slot].Format != _stateFormat;
        }

        memory.StepsMasterCopy = IsMasterCopy;
    }

    /// <summary>The rounding errors or the master copy of the weights, if the weights are narrow.</summary>
    private NarrowSlot? Companion { get; }

    private bool IsMasterCopy => Companion is { Format: NumberFormat.Single };

    /// <summary>The rounding errors of the weights, or null.</summary>
    private NarrowSlot? Errors => IsMasterCopy ? null : Companion;

    private bool HasStochasticWeights => _memory.Storage.Weights == WeightRounding.Stochastic;

    /// <summary>Steps weights from an index on: that of the first weight of a block of 8 bits.</summary>
    public void Run<TRule, TPenalty, TMode>(
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
        Span<float> buffers = stackalloc float[5 * Stride];
        for (int done = 0, length; done < weights.Length; done += length)
        {
            var index = _memory.Storage.FirstIndex + start + done;
            length = Math.Min(weights.Length - done, _isBuffered ? PartLength : int.MaxValue);
            length = (int)Math.Min(length, (1L << 32) - (uint)index); // See Stochastic.
            WidenedPart part = new(in this, weights.Slice(done, length), gradients.Slice(done, length), start + done, index, buffers);
            part.Widen();
            loops.Run(in part.Numbers, in rule, in constants, in penalty, in options);
            part.Round();
        }
    }

    /// <summary>A part of the weights, with those of its numbers in buffers that the loop cannot load itself.</summary>
    private ref struct WidenedPart
    {
        private readonly StoredPass _pass;
        private readonly StoredSpan _weights;
        private readonly ReadOnlyStoredSpan _gradients;
        private readonly int _start;
        private readonly Span<float> _buffers;

        /// <summary>What the loop steps.</summary>
        public StoredPart Numbers;

        public WidenedPart(in StoredPass pass, StoredSpan weights, ReadOnlyStoredSpan gradients, int start, long index, Span<float> buffers)
        {
            _pass = pass;
            _weights = weights;
            _gradients = gradients;
            _start = start;
            _buffers = buffers;
            var storage = pass._memory.Storage;
            Numbers.HasStochasticWeights = pass.HasStochasticWeights;
            Numbers.HasStochasticState = storage.HasStochasticState;
            if (Numbers.HasStochasticWeights || Numbers.HasStochasticState)
            {
                Numbers.Rounding = new(storage.Seed, pass._stepNumber, index);
            }
        }

        private readonly int Length => _weights.Length;

        private readonly NarrowMemory Memory => _pass._memory;

        public void Widen()
        {
            Numbers.Weights = _pass.IsMasterCopy ? _pass.Companion!.Numbers(_start, Length)
                : _weights.Format == _pass._weightFormat ? _weights
                : Buffer(0);
            if (_pass.Companion is not null ? !_pass.IsMasterCopy || !Memory.HasMasterCopy : _weights.Format != _pass._weightFormat)
            {
                StoredNumbers.Widen(_weights, Numbers.Weights.As<float>());
                AddError();
            }

            Numbers.Gradients = _gradients;
            if (_gradients.Format != _pass._gradientFormat)
            {
                StoredNumbers.Widen(_gradients, Buffer(1));
                Numbers.Gradients = (ReadOnlySpan<float>)Buffer(1);
            }

            Numbers.First = Memory.SlotCount > 0 ? Widen(0) : default;
            Numbers.Second = Memory.SlotCount > 1 ? Widen(1) : default;
            Numbers.Third = Memory.SlotCount > 2 ? Widen(2) : default;
        }

        public readonly void Round()
        {
            if (_weights.Format != _pass._weightFormat)
            {
                var stepped = Numbers.Weights.As<float>();
                if (Numbers.HasStochasticWeights)
                {
                    StoredNumbers.Round(stepped, _weights, in Numbers.Rounding, 0, 0, isNonNegative: false);
                }
                else
                {
                    StoredNumbers.Round(stepped, _weights, default(Nearest), 0, 0, isNonNegative: false);
                    KeepError(stepped);
                }
            }

            for (var slot = 0; slot < Memory.SlotCount; slot++)
            {
                if (Memory[slot].Format == _pass._stateFormat)
                {
                    continue;
                }

                if (Numbers.HasStochasticState)
                {
                    Memory[slot].Round(Buffer(2 + slot), _start, in Numbers.Rounding, 0, 1 + slot);
                }
                else
                {
                    Memory[slot].Round(Buffer(2 + slot), _start, default(Nearest), 0, 1 + slot);
                }
            }
        }

        private readonly Span<float> Buffer(int number) => _buffers.Slice(number * Stride, Length);

        private readonly StoredSpan Widen(int slot)
        {
            if (Memory[slot].Format == _pass._stateFormat)
            {
                return Memory[slot].Numbers(_start, Length);
            }

            Memory[slot].Widen(_start, Buffer(2 + slot));
            return Buffer(2 + slot);
        }

        // A weight and its rounding error are a sum of two bfloat16, which a float holds. A weight of 0 has no error: it may have been pruned since.
        private readonly void AddError()
        {
            if (_pass.Errors is { } errors)
            {
                errors.Widen(_start, Buffer(1));
                WidestLanes.Update(Buffer(0), Buffer(1), default, default(SumUnlessZero));
            }
        }

        private readonly void KeepError(Span<float> stepped)
        {
            if (_pass.Errors is { } errors)
            {
                StoredNumbers.Widen(_weights, Buffer(1));
                TensorPrimitives.Subtract(stepped, Buffer(1), stepped);
                if (!TensorPrimitives.IsFiniteAll<float>(stepped))
                {
                    // An infinite weight has no rounding error.
                    foreach (ref var error in stepped)
                    {
                        error = float.IsFinite(error) ? error : 0;
                    }
                }

                errors.Round(stepped, _start, default(Nearest), 0, 0);
            }
        }
    }

    /// <summary>target ← target + source where target is not 0</summary>
    private readonly struct SumUnlessZero : IElementwise
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Rate<L>()
            where L : struct, ILanes<L> => L.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Next<L>(L target, L source, ref StateLanes<L> state)
            where L : struct, ILanes<L> => L.SelectEqual(target, L.Zero, L.Zero, target + source);
    }
}
