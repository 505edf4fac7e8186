using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg.Tests.States;

public class StateMemorySingleTests : StateMemoryTests<float>;

public class StateMemoryDoubleTests : StateMemoryTests<double>;

/// <summary>Where the states of the arrays of a set lie.</summary>
public abstract class StateMemoryTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int LineBytes = 64;

    // Small ones, which share memory, beyond the end of what is shared; some that have memory of their own, and none at all.
    private static readonly int[] _lengths =
        [.. Enumerable.Range(0, 70), 500, 9000, 501, 0, 8192, 8193, 4096, 4097, 1, .. Enumerable.Repeat(1000, 40), 40_000, 3];

    [Fact]
    public void Every_slot_begins_on_a_cache_line_and_shares_none()
    {
        var set = Set();
        var lines = new HashSet<nuint>();
        foreach (var array in set.Arrays)
        {
            for (var slot = 0; slot < AmsGrad.StateCount; slot++)
            {
                AssertOwnLines(array.Optimizer.GetState(slot), lines);
            }
        }

        var perLine = LineBytes / Unsafe.SizeOf<T>();
        Assert.Equal(_lengths.Sum(length => (length + perLine - 1) / perLine * AmsGrad.StateCount), lines.Count);
    }

    [Fact]
    public void Every_slot_is_as_long_as_the_weights_and_keeps_what_is_written_there()
    {
        var set = Set();
        var value = 0;
        ForEachSlot((state, length) =>
        {
            Assert.Equal(length, state.Length);
            state.Fill(T.CreateTruncating(++value));
        });

        value = 0;
        ForEachSlot((state, _) => Assert.False(state.ContainsAnyExcept(T.CreateTruncating(++value))));

        void ForEachSlot(Action<Span<T>, int> action)
        {
            for (var i = 0; i < _lengths.Length; i++)
            {
                for (var slot = 0; slot < AmsGrad.StateCount; slot++)
                {
                    action(set.Arrays[i].Optimizer.GetState(slot), _lengths[i]);
                }
            }
        }
    }

    [Fact]
    public unsafe void The_same_slots_of_small_arrays_lie_side_by_side()
    {
        var line = LineBytes / Unsafe.SizeOf<T>();
        var set = new ParameterSet<T>();
        for (var i = 0; i < 40; i++)
        {
            set.Add(new T[line], new T[line], new Adam(0.1).AmsGrad());
        }

        // Where memory ends that was taken for some of them, others follow elsewhere: after the first, 2, 4, 8 and so on.
        var apart = Enumerable.Range(1, 39).Count(i => Start(i) != Start(i - 1) + LineBytes);
        Assert.Equal(5, apart);

        nuint Start(int array) => (nuint)Unsafe.AsPointer(ref set.Arrays[array].Optimizer.GetState(0)[0]);
    }

    private static ParameterSet<T> Set()
    {
        var set = new ParameterSet<T>();
        foreach (var length in _lengths)
        {
            set.Add(new T[length], new T[length], new Adam(0.1).AmsGrad());
        }

        return set;
    }

    private static unsafe void AssertOwnLines(Span<T> slot, HashSet<nuint> lines)
    {
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(slot));
        Assert.True(slot.IsEmpty || start % LineBytes == 0);
        for (var at = 0; at < slot.Length; at += LineBytes / Unsafe.SizeOf<T>())
        {
            Assert.True(lines.Add((start / LineBytes) + (nuint)(at * Unsafe.SizeOf<T>() / LineBytes)));
        }
    }
}
