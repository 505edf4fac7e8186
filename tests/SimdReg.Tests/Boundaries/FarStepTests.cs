using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Loops;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Boundaries;

public class FarStepSingleTests : FarStepTests<float>;

public class FarStepDoubleTests : FarStepTests<double>;

/// <summary>Steps over spans that no cache holds, which are walked at several places in turn.</summary>
public abstract class FarStepTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int _shortest = ElementwiseLoop.FarBytes / Unsafe.SizeOf<T>();

    // What is left after the last whole pages: nothing, less than a vector, several pages.
    private static readonly int[] _lengths = [_shortest - 1, _shortest, _shortest + 1, _shortest + 5, _shortest + 4095, _shortest + 5000];

    private static readonly T[] _weights = Samples.Weights<T>(_lengths.Max(), seed: 81);
    private static readonly T[] _gradients = Samples.Gradients<T>(_lengths.Max(), seed: 82);

    [Fact]
    public void Each_weight_is_stepped_once_and_as_in_a_short_span()
    {
        var term = new L1(0.01).Proximal();
        T[] expected = [.. _weights];
        const int Part = 1000;
        for (var start = 0; start < expected.Length; start += Part)
        {
            var length = Math.Min(Part, expected.Length - start);
            new Sgd(0.1).Step(expected.AsSpan(start, length), _gradients.AsSpan(start, length), term);
        }

        foreach (var length in _lengths)
        {
            T[] weights = [.. _weights];
            new Sgd(0.1).Step(weights.AsSpan(0, length), _gradients.AsSpan(0, length), term);
            Bits.Equal<T>([.. expected.Take(length), .. _weights.Skip(length)], weights, new("far", length, 0));
        }
    }

    [Fact]
    public void A_span_stepped_with_itself_as_its_gradients_reads_each_before_it_is_written()
    {
        T[] weights = [.. _weights];
        new Sgd(0.5).Step<Sgd, T>(weights, weights);
        Bits.Equal<T>([.. _weights.Select(w => w / (T.One + T.One))], weights, new("itself", weights.Length, 0));
    }
}
