using SimdReg.Lanes;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>Runs what reads and writes stored numbers on spans between inaccessible pages, as <see cref="GuardCases"/> runs kernels.</summary>
internal static class StoredGuardCases
{
    private const int LongestLength = 1_500; // More than a part that goes through buffers.

    private static readonly NumberFormat[] _formats = [NumberFormat.Single, NumberFormat.BFloat16, NumberFormat.Half];

    private static readonly int[] _lengths = [.. Enumerable.Range(0, 301), 515, 1_025, LongestLength];

    private static readonly NumberStorage[] _storages =
    [
        new(NumberFormat.BFloat16) { Weights = WeightRounding.Stochastic, HasStochasticState = true },
        new(NumberFormat.EightBit) { Weights = WeightRounding.Kahan },
        new(NumberFormat.Single) { Weights = WeightRounding.MasterCopy },
    ];

    // A buffer of its own for each span: a placement lays sentinels on everything else of its pages.
    private static readonly GuardedPages _weights = New();
    private static readonly GuardedPages _gradients = New();
    private static readonly GuardedPages _floats = New();
    private static readonly GuardedPages _codes = New();

    public static IEnumerable<string> Lines()
    {
        foreach (var ofWeights in _formats)
        {
            foreach (var ofGradients in _formats)
            {
                foreach (var line in Steps(ofWeights, ofGradients))
                {
                    yield return line;
                }
            }

            foreach (var line in Sums(ofWeights))
            {
                yield return line;
            }
        }

        foreach (var isNonNegative in (bool[])[false, true])
        {
            foreach (var line in Codes(isNonNegative))
            {
                yield return line;
            }
        }

        yield return GuardCases.AllDone;
    }

    private static IEnumerable<string> Steps(NumberFormat ofWeights, NumberFormat ofGradients)
    {
        foreach (var storage in _storages)
        {
            foreach (var length in _lengths)
            {
                yield return $"Step over {ofWeights} with gradients {ofGradients}, {storage}: length {length}";
                foreach (var (target, source) in Placement.Pairs.Where(pair => length % 16 == pair.Target.Distance || pair.Target.IsFlush))
                {
                    var at = new Case($"Step over {ofWeights}, {ofGradients}", length, target.Distance);
                    var optimizer = Optimizer<float>.Create(new Adam(0.1), new ElasticNet(0.1, 0.2).Proximal(), length, storage);
                    var (weights, gradients) = (Bytes(ofWeights, length, 1), Bytes(ofGradients, length, 2));
                    var w = Place(_weights, ofWeights, weights, target);
                    var g = Place(_gradients, ofGradients, gradients, source);
                    optimizer.Step(w, g);
                    Assert.True(optimizer.TryStep(w, g));
                    optimizer.MeasuredStep(w, g);
                    _weights.AssertSentinels(at);
                    _gradients.AssertUnchanged<byte>(gradients, at);
                }
            }
        }
    }

    private static IEnumerable<string> Sums(NumberFormat format)
    {
        foreach (var length in _lengths)
        {
            yield return $"Sums, finite checks and conversions of {format}: length {length}";
            foreach (var placement in Placement.All)
            {
                var at = new Case($"Sums of {format}", length, placement.Distance);
                var bytes = Bytes(format, length, 3);
                ReadOnlyStoredSpan numbers = Place(_weights, format, bytes, placement);
                WeightSums.Measure(numbers);
                Penalty.Sum(numbers, new ElasticNet(0.1, 0.2));
                Penalty.Sum(numbers, new Huber(0.1, 1));
                GradientClipping.SumOfSquares(numbers);
                new ExactWeightSums().Add(numbers);

                var floats = _floats.Place<float>(new float[length], placement);
                numbers.CopyTo(floats);
                _floats.AssertSentinels(at);
                _weights.AssertUnchanged<byte>(bytes, at);
                Place(_weights, format, bytes, placement).CopyFrom(floats);
                _weights.AssertUnchanged<byte>(bytes, at);
            }
        }
    }

    private static IEnumerable<string> Codes(bool isNonNegative)
    {
        foreach (var length in _lengths)
        {
            yield return $"Codes of 8 bits, {(isNonNegative ? "without" : "with")} a sign: length {length}";
            foreach (var placement in Placement.All)
            {
                var at = new Case("Codes", length, placement.Distance);
                var numbers = Samples.Gradients<float>(length, seed: 4);
                var floats = _floats.Place<float>(numbers, placement);
                var codes = _codes.Place<byte>(new byte[length], placement);
                var scales = new float[CodedBlocks.Count(length)];
                if (isNonNegative)
                {
                    CodedBlocks.Encode<NonNegativeCode, Nearest>(floats, codes, scales, default, 0, 0);
                }
                else
                {
                    CodedBlocks.Encode<SignedCode, Nearest>(floats, codes, scales, default, 0, 0);
                }

                _floats.AssertUnchanged<float>(numbers, at);
                byte[] written = codes.ToArray();
                if (isNonNegative)
                {
                    CodedBlocks.Decode<NonNegativeCode>(codes, scales, floats);
                }
                else
                {
                    CodedBlocks.Decode<SignedCode>(codes, scales, floats);
                }

                _floats.AssertSentinels(at);
                _codes.AssertUnchanged<byte>(written, at);
            }
        }
    }

    private static GuardedPages New() => new((LongestLength + Lengths.MaxOffset) * sizeof(float));

    private static int Size(NumberFormat format) => format == NumberFormat.Single ? sizeof(float) : sizeof(ushort);

    private static byte[] Bytes(NumberFormat format, int length, int seed)
    {
        var bytes = new byte[length * Size(format)];
        if (length > 0)
        {
            new StoredSpan(ref bytes[0], length, format).CopyFrom(Samples.Gradients<float>(length, seed));
        }

        return bytes;
    }

    private static StoredSpan Place(GuardedPages pages, NumberFormat format, byte[] bytes, Placement placement)
    {
        var placed = pages.Place<byte>(bytes, placement with { Distance = placement.Distance * Size(format) });
        return new(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(placed), bytes.Length / Size(format), format);
    }
}
