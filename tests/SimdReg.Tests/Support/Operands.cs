using System.Numerics;

namespace SimdReg.Tests.Support;

/// <summary>What a kernel runs on: targets, their partners, the numbers of state that belong to each, and the steps taken.</summary>
/// <param name="Targets">What is updated.</param>
/// <param name="Sources">What is only read.</param>
/// <param name="States">A row for each number of state, as long as the targets.</param>
/// <param name="StepCount">How many steps have been taken.</param>
internal sealed record Operands<T>(T[] Targets, T[] Sources, T[][] States, long StepCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly string[] _parts = [", state 0", ", state 1", ", state 2"];

    public int Length => Targets.Length;

    /// <summary>Every row: targets, sources, states.</summary>
    public IReadOnlyList<T[]> Rows => [Targets, Sources, .. States];

    /// <summary>A copy of some of the elements.</summary>
    public Operands<T> this[Range range] =>
        new(Targets[range], Sources[range], Array.ConvertAll(States, row => row[range]), StepCount);

    /// <summary>What they are after a kernel ran on a copy of them.</summary>
    public Operands<T> After(KernelCall<T> call)
    {
        var result = this[..];
        result.Run(call);
        return result;
    }

    /// <summary>Runs a kernel on them, in place but for the number of steps, which it returns.</summary>
    public long Run(KernelCall<T> call)
    {
        var stepCount = StepCount;
        call(Targets, Sources, Spans(ref stepCount, States.Length, Row(0), Row(1), Row(2)));
        return stepCount;
    }

    public void AssertEqual(Operands<T> actual, in Case at)
    {
        Bits.Equal<T>(Targets, actual.Targets, at);
        Bits.Equal<T>(Sources, actual.Sources, at with { Part = ", source" });
        for (var slot = 0; slot < States.Length; slot++)
        {
            Bits.Equal<T>(States[slot], actual.States[slot], at with { Part = Part(slot) });
        }
    }

    public static string Part(int slot) => _parts[slot];

    /// <summary>The first so many of three spans, as the state that a step takes.</summary>
    public static StateSpans<T> Spans(ref long stepCount, int count, Span<T> first, Span<T> second, Span<T> third) => count switch
    {
        0 => new(ref stepCount),
        1 => new(ref stepCount, first),
        2 => new(ref stepCount, first, second),
        _ => new(ref stepCount, first, second, third),
    };

    private Span<T> Row(int slot) => slot < States.Length ? States[slot] : default;
}
