using System.Numerics;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>f on one element: the new target, with the state brought up to date in place.</summary>
internal delegate T ElementReference<T>(T target, T source, Span<T> state, long step);

/// <summary>A kernel on spans.</summary>
internal delegate void KernelCall<T>(Span<T> target, ReadOnlySpan<T> source, StateSpans<T> state)
    where T : unmanaged;

/// <summary>An element-wise kernel: target[i] ← f(target[i], source[i], state[i]).</summary>
/// <param name="Name">What a failed test says.</param>
/// <param name="Rule">The rule of a step, whose target is weights and whose source is gradients; null where it is the other way round.</param>
/// <param name="Options">Those of a step.</param>
/// <param name="Reference">f, to the bit.</param>
/// <param name="Ways">The public call, and the loop forced to every width.</param>
internal sealed record Kernel<T>(
    string Name, IUpdateRuleReference? Rule, StepOptions Options, ElementReference<T> Reference, IReadOnlyList<KernelWay<T>> Ways)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The public call.</summary>
    public KernelCall<T> Call => Ways[0].Call;

    public bool IsStep => Rule is not null;

    public int StateCount => Rule?.StateCount ?? 0;

    /// <summary>Ordinary numbers to run on, with the state that two steps of the rule left.</summary>
    public Operands<T> Operands(int count, int seed)
    {
        var (targets, sources) = (Samples.Weights<T>(count, seed), Samples.Gradients<T>(count, seed + 1));
        var states = Enumerable.Range(0, StateCount).Select(slot => Filled(count, Rule!.InitialState(slot)));
        var start = new Operands<T>(targets, sources, [.. states], 0);
        return StateCount == 0 ? start : Warm(start, seed + 2);
    }

    /// <summary>What everything becomes.</summary>
    public Operands<T> Expected(Operands<T> given)
    {
        var expected = given[..];
        for (var i = 0; i < given.Length; i++)
        {
            Expect(given, expected, i);
        }

        return expected;
    }

    /// <summary>Has one element of what is expected follow from what is given.</summary>
    public void Expect(Operands<T> given, Operands<T> expected, int i)
    {
        Span<T> state = stackalloc T[StateCount];
        for (var slot = 0; slot < StateCount; slot++)
        {
            state[slot] = given.States[slot][i];
        }

        expected.Targets[i] = Reference(given.Targets[i], given.Sources[i], state, given.StepCount + 1);
        for (var slot = 0; slot < StateCount; slot++)
        {
            expected.States[slot][i] = state[slot];
        }
    }

    private Operands<T> Warm(Operands<T> start, int seed)
    {
        const int Steps = 2;
        Span<T> state = stackalloc T[StateCount];
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = Samples.Gradients<T>(start.Length, seed + step);
            for (var i = 0; i < start.Length; i++)
            {
                for (var slot = 0; slot < StateCount; slot++)
                {
                    state[slot] = start.States[slot][i];
                }

                Rule!.Update(start.Targets[i], gradients[i], state, step, out _);
                for (var slot = 0; slot < StateCount; slot++)
                {
                    start.States[slot][i] = state[slot];
                }
            }
        }

        return start with { StepCount = Steps };
    }

    private static T[] Filled(int count, double value)
    {
        var all = new T[count];
        Array.Fill(all, T.CreateTruncating(value));
        return all;
    }
}

/// <summary>One way to run a kernel, which takes empty spans and those from a certain length on.</summary>
internal sealed record KernelWay<T>(string Name, int ShortestLength, KernelCall<T> Call)
    where T : unmanaged
{
    public bool Takes(int length) => length == 0 || length >= ShortestLength;
}
