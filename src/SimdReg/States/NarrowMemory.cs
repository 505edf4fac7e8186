using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>The state of some weights, each number in a format of its own, and what the rounding of the weights needs.</summary>
internal sealed class NarrowMemory
{
    private readonly NarrowSlot[] _slots;

    private NarrowMemory(NumberStorage storage, NarrowSlot[] slots, NarrowSlot? companion)
    {
        Storage = storage;
        _slots = slots;
        Companion = companion;
    }

    public NumberStorage Storage { get; }

    /// <summary>The rounding errors or the master copy of the weights, or null.</summary>
    public NarrowSlot? Companion { get; }

    public NarrowSlot this[int slot] => _slots[slot];

    public int SlotCount => _slots.Length;

    /// <summary>Whether the master copy has been taken from the weights.</summary>
    public bool HasMasterCopy { get; set; }

    /// <summary>Ends a step, the first of which copies the weights to the master copy.</summary>
    public void MarkStepped() => HasMasterCopy = Storage.Weights == WeightRounding.MasterCopy;

    /// <summary>Creates the state before the first step.</summary>
    public static NarrowMemory Create<TRule>(in TRule rule, int weightCount, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
    {
        var slots = new NarrowSlot[TRule.StateCount];
        for (var slot = 0; slot < slots.Length; slot++)
        {
            slots[slot] = new(storage[slot], weightCount, rule.IsNonNegative(slot));
            if (rule.InitialState(slot) is not 0 and var initial)
            {
                slots[slot].Fill((float)initial);
            }
        }

        return new(storage, slots, storage.Weights switch
        {
            WeightRounding.Kahan => new(NumberFormat.BFloat16, weightCount, isNonNegative: false),
            WeightRounding.MasterCopy => new(NumberFormat.Single, weightCount, isNonNegative: false),
            _ => null,
        });
    }

    /// <summary>A slot that is stored as float.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public Span<T> Floats<T>(int slot, int start, int length)
        where T : unmanaged =>
        _slots[slot].Format == NumberFormat.Single
            ? MemoryMarshal.Cast<float, T>(_slots[slot].Numbers(start, length).As<float>())
            : throw new InvalidOperationException($"Slot {slot} is stored as {_slots[slot].Format}, of which there is no span of floats: CopyState and CopyTo copy it, and Optimizer<float> steps it.");
}
