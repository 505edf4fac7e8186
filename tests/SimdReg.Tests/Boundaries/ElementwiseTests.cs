using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class ElementwiseSingle : ElementwiseTests<float>;

public class ElementwiseDouble : ElementwiseTests<double>;

/// <summary>Every kernel at every length, misalignment and width.</summary>
public abstract class ElementwiseTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _longest = Lengths.OfSteps[^1];

    private readonly GuardedBuffer<T> _target = new(_longest);
    private readonly GuardedBuffer<T> _source = new(_longest);

    [Fact]
    public void Every_element_gets_the_reference_bits_at_every_length_misalignment_and_width()
    {
        var targets = Samples.Weights<T>(_longest, seed: 1);
        var sources = Samples.Gradients<T>(_longest, seed: 2);
        foreach (var kernel in Kernel.All<T>())
        {
            var expected = kernel.Expected(targets, sources);
            foreach (var way in kernel.Ways)
            {
                foreach (var length in Lengths.OfSteps.Where(way.Takes))
                {
                    foreach (var offset in Lengths.Offsets)
                    {
                        Run(way, targets.AsSpan(0, length), sources.AsSpan(0, length), expected.AsSpan(0, length), offset);
                    }
                }
            }
        }
    }

    private void Run(
        KernelWay<T> way, ReadOnlySpan<T> targets, ReadOnlySpan<T> sources, ReadOnlySpan<T> expected, int offset)
    {
        var at = new Case(way.Name, targets.Length, offset);
        var target = _target.Place(targets, offset);
        var source = _source.Place(sources, Lengths.MaxOffset - offset);
        way.Call(target, source);

        Bits.Equal<T>(expected, target, at);
        Bits.Equal<T>(sources, source, at);
        _target.AssertSentinels(at);
        _source.AssertSentinels(at);
    }
}
