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

    /// <summary>Whether the step that is running takes the master copy, if there is none, and steps it: one over weights of float does neither.</summary>
    public bool StepsMasterCopy { get; set; }

    /// <summary>Ends a step.</summary>
    public void MarkStepped() => HasMasterCopy |= StepsMasterCopy;

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

    /// <summary>What the stored form says about it.</summary>
    public NarrowLayout Layout => new(
        SlotCount > 0 ? _slots[0].Format : default,
        SlotCount > 1 ? _slots[1].Format : default,
        SlotCount > 2 ? _slots[2].Format : default,
        Companion is null ? NarrowCompanion.None
            : Companion.Format == NumberFormat.BFloat16 ? NarrowCompanion.KahanErrors
            : HasMasterCopy ? NarrowCompanion.MasterCopy
            : NarrowCompanion.NoMasterCopyYet);

    /// <summary>The numbers of all slots and of the companion as bytes.</summary>
    public IReadOnlyList<StateSection> Sections => [.. _slots.Append(Companion).OfType<NarrowSlot>().SelectMany(slot => slot.Sections)];

    /// <summary>Writes the stored form of all numbers.</summary>
    public void WriteTo(Span<byte> destination)
    {
        foreach (var slot in _slots)
        {
            destination = destination[slot.WriteTo(destination)..];
        }

        Companion?.WriteTo(destination);
    }

    /// <summary>Replaces all numbers by those of a stored form with the same formats.</summary>
    public void ReadFrom(ReadOnlySpan<byte> source, NarrowCompanion companion)
    {
        foreach (var slot in _slots)
        {
            slot.ReadFrom(source[..(int)slot.ByteCount]);
            source = source[(int)slot.ByteCount..];
        }

        Companion?.ReadFrom(source[..(int)Companion.ByteCount]);
        HasMasterCopy = companion == NarrowCompanion.MasterCopy;
    }

    /// <summary>A slot that is stored as float.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    public Span<T> Floats<T>(int slot, int start, int length)
        where T : unmanaged =>
        _slots[slot].Format == NumberFormat.Single
            ? MemoryMarshal.Cast<float, T>(_slots[slot].Numbers(start, length).As<float>())
            : throw new InvalidOperationException($"Slot {slot} is stored as {_slots[slot].Format}, of which there is no span of floats: CopyState and CopyTo copy it, and Optimizer<float> steps it.");
}
