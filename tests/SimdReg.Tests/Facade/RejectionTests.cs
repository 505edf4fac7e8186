using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Facade;

public class RejectionSingleTests : RejectionTests<float>;

public class RejectionDoubleTests : RejectionTests<double>;

/// <summary>Spans that no kernel takes, and those that just pass.</summary>
public abstract class RejectionTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Length = 19;

    [Theory]
    [InlineData(18)]
    [InlineData(20)]
    [InlineData(0)]
    public void Spans_of_different_lengths_are_refused_and_nothing_is_written(int sourceLength)
    {
        foreach (var kernel in Kernel.All<T>())
        {
            var given = kernel.Operands(Length, seed: 20) with { Sources = Samples.Gradients<T>(sourceLength, seed: 21) };
            var unchanged = given with { Targets = [.. given.Targets], States = [.. given.States.Select(row => row.ToArray())] };

            var exception = Assert.Throws<ArgumentException>(() => given.Run(kernel.Call));

            Assert.Equal("gradients", exception.ParamName);
            Assert.Contains($"has {Length}", exception.Message, StringComparison.Ordinal);
            Assert.Contains($"has {sourceLength}", exception.Message, StringComparison.Ordinal);
            unchanged.AssertEqual(given, new(kernel.Name, Length, 0));
        }
    }

    [Fact]
    public void Spans_that_overlap_by_some_elements_are_refused_and_nothing_is_written()
    {
        foreach (var shift in Enumerable.Range(1 - Length, (2 * Length) - 1).Where(shift => shift != 0))
        {
            AssertOverlapRefused(shift * Unsafe.SizeOf<T>());
        }
    }

    [Fact]
    public void Spans_that_overlap_at_a_fraction_of_an_element_are_refused_and_nothing_is_written()
    {
        for (var shift = 1; shift < Unsafe.SizeOf<T>(); shift++)
        {
            AssertOverlapRefused(shift);
            AssertOverlapRefused(-shift);
            AssertOverlapRefused((Length * Unsafe.SizeOf<T>()) - shift);
        }
    }

    [Theory]
    [InlineData(Length)]
    [InlineData(-Length)]
    public void Spans_that_touch_without_overlapping_are_taken(int shift)
    {
        foreach (var kernel in Kernel.All<T>())
        {
            var all = Samples.Gradients<T>(2 * Length, seed: 22);
            var target = all.AsSpan(Math.Max(0, -shift), Length);
            var source = all.AsSpan(Math.Max(0, shift), Length);
            var given = kernel.Operands(Length, seed: 24) with { Targets = [.. target], Sources = [.. source] };
            var expected = kernel.Expected(given);
            given.Run((_, _, state) => kernel.Call(all.AsSpan(Math.Max(0, -shift), Length), all.AsSpan(Math.Max(0, shift), Length), state));
            Bits.Equal<T>(expected.Targets, target, new(kernel.Name, Length, shift));
        }
    }

    [Fact]
    public void Empty_spans_from_nowhere_are_taken()
    {
        foreach (var kernel in Kernel.All<T>())
        {
            var nothing = new Operands<T>([], [], [.. Enumerable.Repeat<T[]>([], kernel.StateCount)], 0);
            Assert.Equal(kernel.IsStep ? 1 : 0, nothing.Run(kernel.Call));
        }

        foreach (var sum in SumKernel.All<T>())
        {
            Assert.Equal(T.Zero, sum.Call(default));
        }

        Assert.Equal(default, WeightSums.Measure<T>([]));
    }

    private static void AssertOverlapRefused(int shiftInBytes)
    {
        var size = Length * Unsafe.SizeOf<T>();
        foreach (var kernel in Kernel.All<T>())
        {
            var buffer = MemoryMarshal.AsBytes<T>(Samples.Gradients<T>(3 * Length, seed: 23)).ToArray();
            byte[] unchanged = [.. buffer];
            var given = kernel.Operands(Length, seed: 25);

            var exception = Assert.Throws<ArgumentException>(() => given.Run((_, _, state) => kernel.Call(
                MemoryMarshal.Cast<byte, T>(buffer.AsSpan(size, size)),
                MemoryMarshal.Cast<byte, T>(buffer.AsSpan(size + shiftInBytes, size)),
                state)));

            Assert.Equal("gradients", exception.ParamName);
            Assert.Contains("overlaps", exception.Message, StringComparison.Ordinal);
            Assert.Equal(unchanged, buffer);
        }
    }
}
