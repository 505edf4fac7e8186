using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Loops;

public class FarStepSingleTests : FarStepTests<float>;

public class FarStepDoubleTests : FarStepTests<double>;

/// <summary>Steps over spans that no cache holds, which are walked at several places in turn, or with what lies ahead fetched: as the processor likes it.</summary>
public abstract class FarStepTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int[] _withState = Lengths(Thresholds.PrefetchedStatefulStepBytes);
    private static readonly int[] _without = [.. Lengths(Thresholds.PrefetchedStepBytes), .. Lengths(Thresholds.FarStepBytes)];

    [Fact]
    public void Each_weight_is_stepped_once_and_as_in_a_short_span_at_a_few_lengths() =>
        AssertAsInShortSpans([.. _without.Where((_, i) => i % 2 == 1)], [.. _withState.Where((_, i) => i % 2 == 1)]);

    [Fact, Trait("Category", "Long")]
    public void Each_weight_is_stepped_once_and_as_in_a_short_span() =>
        AssertAsInShortSpans(_without, _withState);

    [Fact]
    public void A_span_stepped_with_itself_as_its_gradients_reads_each_before_it_is_written()
    {
        var given = Samples.Weights<T>(_without.Max(), seed: 82);
        T[] weights = [.. given];
        new Sgd(0.5).Step<Sgd, T>(weights, weights);
        Bits.Equal<T>([.. given.Select(w => w / (T.One + T.One))], weights, new("itself", weights.Length, 0));
    }

    private static void AssertAsInShortSpans(int[] without, int[] withState)
    {
        foreach (var kernel in Kernel.Variants<T>())
        {
            var lengths = kernel.StateCount == 0 ? without : withState;
            var given = kernel.Operands(lengths.Max(), seed: 81);
            var expected = InShortSpans(kernel, given);
            foreach (var way in kernel.Ways)
            {
                foreach (var length in lengths)
                {
                    expected[..length].AssertEqual(given[..length].After(way.Call), new(way.Name, length, 0));
                }
            }
        }
    }

    // What is left after the last whole pages: nothing, less than a vector, several pages.
    private static int[] Lengths(int bytes) =>
        [.. from more in new[] { -1, 0, 1, 5, 4095, 5000 } select (bytes / Unsafe.SizeOf<T>()) + more];

    private static Operands<T> InShortSpans(Kernel<T> kernel, Operands<T> given)
    {
        const int Part = 1000;
        var result = given[..];
        for (var start = 0; start < given.Length; start += Part)
        {
            var end = Math.Min(start + Part, given.Length);
            var part = given[start..end].After(kernel.Call);
            for (var row = 0; row < part.Rows.Count; row++)
            {
                part.Rows[row].CopyTo(result.Rows[row], start);
            }
        }

        return result;
    }
}
