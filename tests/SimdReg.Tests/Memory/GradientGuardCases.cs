using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Sums;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>Runs sums of gradients on spans at the edges of what may be touched, of which those that are summed may not be written.</summary>
/// <remarks>As in <see cref="GuardCases"/>, each line names what runs next.</remarks>
internal static class GradientGuardCases
{
    // One span is copied. More are added two at a time, the last of an odd number alone.
    private static readonly int[] _counts = [1, 2, 3, 4, 5];

    // A collection expression would run them all before the first line is printed.
    public static IEnumerable<string> Lines() => Cases<float>().Concat(Cases<double>()).Append(GuardCases.AllDone);

    private static IEnumerable<string> Cases<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] lengths = [.. Enumerable.Range(0, 70), PartSums<T>.Length, PartSums<T>.Length + 1, (2 * PartSums<T>.Length) + 33];
        var capacity = (lengths[^1] + Lengths.MaxOffset) * Unsafe.SizeOf<T>();
        var (sums, pages) = (new GuardedPages(capacity), _counts.Select(_ => new GuardedPages(capacity)).ToArray());
        foreach (var length in lengths)
        {
            T[][] gradients = [.. pages.Select((_, k) => Samples.Gradients<T>(length, seed: 840 + k))];
            foreach (var count in _counts)
            {
                yield return $"{typeof(T).Name}, {count} gradients of {length} weights";
                foreach (var (first, second) in Placement.Pairs)
                {
                    Sum(sums, pages.AsSpan(0, count), gradients, first, second);
                }
            }
        }
    }

    private static void Sum<T>(GuardedPages sums, ReadOnlySpan<GuardedPages> pages, T[][] gradients, Placement target, Placement source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var length = gradients[0].Length;
        var exact = new ExactGradientSum<T>(length);
        var parts = new ReadOnlyMemory<T>[pages.Length];
        for (var k = 0; k < parts.Length; k++)
        {
            pages[k].Place<T>(gradients[k], int.IsEvenInteger(k) ? source : target);
            parts[k] = pages[k].Memory<T>();
            pages[k].Protect(isReadOnly: true);
            exact.Add(parts[k].Span);
        }

        var at = new Case("gradients", length, target.Distance);
        var destination = sums.Place<T>(new T[length], target);
        GradientSums.Sum(parts, destination);
        GradientSums.Mean(parts, destination);
        exact.Round(destination);
        sums.AssertSentinels(at);
        for (var k = 0; k < parts.Length; k++)
        {
            pages[k].Protect(isReadOnly: false);
            pages[k].AssertUnchanged<T>(gradients[k], at);
        }
    }
}
