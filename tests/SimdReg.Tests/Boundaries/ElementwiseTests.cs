using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class ElementwiseSingleTests : ElementwiseTests<float>;

public class ElementwiseDoubleTests : ElementwiseTests<double>;

/// <summary>Every kernel at every length, misalignment and width.</summary>
public abstract class ElementwiseTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _longest = Lengths.OfSteps[^1];

    private readonly GuardedBuffer<T> _target = new(_longest);
    private readonly GuardedBuffer<T> _source = new(_longest);

    [Fact]
    public void Every_element_has_the_reference_bits_at_every_length_misalignment_and_width()
    {
        var targets = Samples.Weights<T>(_longest, seed: 1);
        var sources = Samples.Gradients<T>(_longest, seed: 2);
        foreach (var kernel in Kernel.All<T>())
        {
            var expected = kernel.Expected(targets, sources);
            foreach (var (way, length, offset) in Cases(kernel))
            {
                var at = new Case(way.Name, length, offset);
                var target = _target.Place(targets.AsSpan(0, length), offset);
                var source = _source.Place(sources.AsSpan(0, length), Lengths.MaxOffset - offset);
                way.Call(target, source);

                Bits.Equal<T>(expected.AsSpan(0, length), target, at);
                Bits.Equal<T>(sources.AsSpan(0, length), source, at);
                _target.AssertSentinels(at);
                _source.AssertSentinels(at);
            }
        }
    }

    [Fact]
    public void A_span_that_is_its_own_partner_gets_the_same_bits_as_from_a_copy()
    {
        var both = Samples.Gradients<T>(_longest, seed: 3);
        foreach (var kernel in Kernel.All<T>())
        {
            var expected = kernel.Expected(both, both);
            foreach (var (way, length, offset) in Cases(kernel))
            {
                var at = new Case($"{way.Name}, in place", length, offset);
                var span = _target.Place(both.AsSpan(0, length), offset);
                way.Call(span, span);

                Bits.Equal<T>(expected.AsSpan(0, length), span, at);
                _target.AssertSentinels(at);
            }
        }
    }

    private static IEnumerable<(KernelWay<T> Way, int Length, int Offset)> Cases(Kernel<T> kernel) =>
        from way in kernel.Ways
        from length in Lengths.OfSteps
        where way.Takes(length)
        from offset in Lengths.Offsets
        select (way, length, offset);
}
