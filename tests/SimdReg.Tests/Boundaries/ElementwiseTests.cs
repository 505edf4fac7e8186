using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class ElementwiseSingleTests : ElementwiseTests<float>;

public class ElementwiseDoubleTests : ElementwiseTests<double>;

/// <summary>Every kernel at every length, misalignment and width.</summary>
public abstract class ElementwiseTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _longest = Lengths.OfSteps[^1];

    private readonly GuardedOperands<T> _operands = new(_longest);

    [Fact]
    public void Every_element_has_the_reference_bits_at_every_length_misalignment_and_width()
    {
        foreach (var (kernel, isThorough) in Kernel.AllAndFew<T>())
        {
            var given = kernel.Operands(_longest, seed: 1);
            var expected = kernel.Expected(given);
            foreach (var (way, length, offset) in Cases(kernel, isThorough))
            {
                _operands.Check(way, given, expected, length, offset);
            }
        }
    }

    [Fact]
    public void A_span_that_is_its_own_partner_gets_the_same_bits_as_from_a_copy()
    {
        var both = Samples.Gradients<T>(_longest, seed: 6);
        foreach (var (kernel, isThorough) in Kernel.AllAndFew<T>())
        {
            var given = kernel.Operands(_longest, seed: 7) with { Targets = both, Sources = both };
            var expected = kernel.Expected(given);
            foreach (var (way, length, offset) in Cases(kernel, isThorough))
            {
                _operands.Check(way, given, expected, length, offset, isInPlace: true);
            }
        }
    }

    [Fact]
    public void Weights_between_the_addresses_of_elements_get_the_same_bits()
    {
        var (weights, gradients) = (Samples.Weights<T>(_longest, seed: 8), Samples.Gradients<T>(_longest, seed: 9));
        foreach (var length in Lengths.OfSteps)
        {
            T[] expected = [.. weights.Take(length)];
            new Sgd(0.1).Step(expected, gradients.AsSpan(0, length), new L2(0.3));
            for (var shift = 1; shift < Unsafe.SizeOf<T>(); shift++)
            {
                var bytes = new byte[(length + 1) * Unsafe.SizeOf<T>()];
                var actual = MemoryMarshal.Cast<byte, T>(bytes.AsSpan(shift))[..length];
                weights.AsSpan(0, length).CopyTo(actual);
                new Sgd(0.1).Step(actual, gradients.AsSpan(0, length), new L2(0.3));
                Bits.Equal<T>(expected, actual, new("shifted by bytes", length, shift));
            }
        }
    }

    /// <summary>All lengths for some kernels, and for the others a few, up to two turns of the widest loop.</summary>
    private static IEnumerable<(KernelWay<T> Way, int Length, int Offset)> Cases(Kernel<T> kernel, bool isThorough) =>
        from way in kernel.Ways
        from length in isThorough ? Lengths.OfSteps : Lengths.Few
        where way.Takes(length)
        from offset in Lengths.Offsets
        select (way, length, offset);
}
