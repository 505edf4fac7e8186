using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Loops;

public class ElementwiseSingleTests : ElementwiseTests<float>;

public class ElementwiseDoubleTests : ElementwiseTests<double>;

/// <summary>Every kernel at every length, misalignment and width.</summary>
public abstract class ElementwiseTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _longest = Lengths.OfSteps[^1];

    private readonly GuardedOperands<T> _operands = new(_longest);

    [Fact]
    public void Every_element_has_the_reference_bits_at_a_few_lengths_and_misalignments_and_at_every_width() =>
        AssertReferenceBits(FewCases);

    [Fact, Trait("Category", "Long")]
    public void Every_element_has_the_reference_bits_at_every_length_misalignment_and_width() =>
        AssertReferenceBits(AllCases);

    [Fact]
    public void A_span_that_is_its_own_partner_gets_the_same_bits_as_from_a_copy_at_a_few_lengths() =>
        AssertReferenceBitsInPlace(FewCases);

    [Fact, Trait("Category", "Long")]
    public void A_span_that_is_its_own_partner_gets_the_same_bits_as_from_a_copy_at_every_length() =>
        AssertReferenceBitsInPlace(AllCases);

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

    private static (IReadOnlyList<int> Lengths, IReadOnlyList<int> Offsets) FewCases(bool isThorough) => (Lengths.Few, Lengths.FewOffsets);

    /// <summary>All lengths for some kernels, and for the others a few, up to two turns of the widest loop.</summary>
    private static (IReadOnlyList<int> Lengths, IReadOnlyList<int> Offsets) AllCases(bool isThorough) =>
        (isThorough ? Lengths.OfSteps : Lengths.Few, Lengths.Offsets);

    private void AssertReferenceBits(Func<bool, (IReadOnlyList<int> Lengths, IReadOnlyList<int> Offsets)> cases)
    {
        foreach (var (kernel, isThorough) in Kernel.AllAndFew<T>())
        {
            Check(kernel, kernel.Operands(_longest, seed: 1), cases(isThorough), isInPlace: false);
        }
    }

    private void AssertReferenceBitsInPlace(Func<bool, (IReadOnlyList<int> Lengths, IReadOnlyList<int> Offsets)> cases)
    {
        var both = Samples.Gradients<T>(_longest, seed: 6);
        foreach (var (kernel, isThorough) in Kernel.AllAndFew<T>())
        {
            Check(kernel, kernel.Operands(_longest, seed: 7) with { Targets = both, Sources = both }, cases(isThorough), isInPlace: true);
        }
    }

    private void Check(Kernel<T> kernel, Operands<T> given, (IReadOnlyList<int> Lengths, IReadOnlyList<int> Offsets) cases, bool isInPlace)
    {
        var expected = kernel.Expected(given);
        foreach (var way in kernel.Ways)
        {
            foreach (var length in cases.Lengths.Where(way.Takes))
            {
                foreach (var offset in cases.Offsets)
                {
                    _operands.Check(way, given, expected, length, offset, isInPlace);
                }
            }
        }
    }
}
