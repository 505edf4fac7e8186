using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>Runs kernels of every kind on spans at the edges of what may be touched.</summary>
/// <remarks>
/// Each line names what runs next. Where a kernel touches a guard the process ends, and its last line says in what.
/// A read of the few elements between a span and its guard goes unseen, a write does not.
/// </remarks>
internal static class GuardCases
{
    /// <summary>The last line, if everything went well.</summary>
    public const string AllDone = "all done";

    // Every short length, and some of which sums are made from an anchor.
    private static readonly Layout _short = new([.. Enumerable.Range(0, 301), 515, 1025, 4099], Placement.All, Placement.Pairs);

    // The first is more than one part of a measured step, and in the second sums of floats fetch ahead. To lay them out takes long.
    private static readonly Layout _long = new(
        [8201, (Thresholds.PrefetchedSumBytes / sizeof(float)) + 27],
        [.. Placement.All.Where(placement => placement.IsFlush)],
        [.. Placement.Pairs.Where(pair => pair.Target.IsFlush && pair.Source.IsFlush)]);

    // A collection expression would run them all before the first line is printed.
    public static IEnumerable<string> Lines() => Lines(_short).Concat(Lines(_long)).Append(AllDone);

    private static IEnumerable<string> Lines(Layout layout) =>
        Updates<float>(layout).Concat(Updates<double>(layout)).Concat(Projections<float>(layout)).Concat(Projections<double>(layout)).Concat(Sums<float>(layout)).Concat(Sums<double>(layout));

    private static IEnumerable<string> Updates<T>(Layout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (target, source) = (NewPages<T>(layout), NewPages<T>(layout));
        GuardedPages[] states = [NewPages<T>(layout), NewPages<T>(layout), NewPages<T>(layout)];

        // What a loop touches depends on its width and on how much state there is, not on its formula; and to compile them all takes longest.
        var few = Kernel.AllAndFew<T>().Where(entry => entry.IsThorough).Select(entry => entry.Kernel);
        foreach (var kernel in few.Concat(Kernel.Variants<T>()))
        {
            var given = kernel.Operands(layout.LongestLength, seed: 110);
            foreach (var way in kernel.Ways)
            {
                foreach (var length in layout.Lengths.Where(way.Takes))
                {
                    yield return $"{way.Name}: length {length}";
                    foreach (var (targetPlacement, sourcePlacement) in layout.Pairs)
                    {
                        var at = new Case(way.Name, length, targetPlacement.Distance);
                        var elements = given.Sources.AsSpan(0, length);
                        var stepCount = given.StepCount;
                        way.Call(
                            target.Place<T>(given.Targets.AsSpan(0, length), targetPlacement),
                            source.Place<T>(elements, sourcePlacement),
                            Operands<T>.Spans(
                                ref stepCount,
                                given.States.Length,
                                Place(given, states, 0, length, targetPlacement),
                                Place(given, states, 1, length, sourcePlacement),
                                Place(given, states, 2, length, targetPlacement)));
                        target.AssertSentinels(at);
                        source.AssertUnchanged<T>(elements, at);
                        for (var slot = 0; slot < given.States.Length; slot++)
                        {
                            states[slot].AssertSentinels(at with { Part = Operands<T>.Part(slot) });
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Projections<T>(Layout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var target = NewPages<T>(layout);
        var weights = Samples.Weights<T>(layout.LongestLength, seed: 111);
        foreach (var set in (IConstraint[])[new L1Ball(1), new L2Ball(1), new LInfinityBall(1), new Simplex(1), new TopK(1), new NMSparsity(1, 3)])
        {
            foreach (var length in layout.Lengths.Where(length => set switch { TopK => length > 0, NMSparsity => length % 3 == 0, _ => true }))
            {
                yield return $"{set} on {typeof(T).Name}: length {length}";
                foreach (var placement in layout.Placements)
                {
                    set.Project(target.Place<T>(weights.AsSpan(0, length), placement));
                    target.AssertSentinels(new($"{set}", length, placement.Distance));
                }
            }
        }
    }

    private static Span<T> Place<T>(Operands<T> given, GuardedPages[] states, int slot, int length, Placement placement)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        slot < given.States.Length ? states[slot].Place<T>(given.States[slot].AsSpan(0, length), placement) : default;

    private static IEnumerable<string> Sums<T>(Layout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weights = Samples.Weights<T>(layout.LongestLength, seed: 112);
        var source = NewPages<T>(layout);
        foreach (var way in SumWays<T>())
        {
            foreach (var length in layout.Lengths)
            {
                yield return $"{way.Name}: length {length}";
                foreach (var placement in layout.Placements)
                {
                    var elements = weights.AsSpan(0, length);
                    way.Call(source.Place<T>(elements, placement));
                    source.AssertUnchanged<T>(elements, new(way.Name, length, placement.Distance));
                }
            }
        }
    }

    private static IEnumerable<(string Name, SumCall<T, double> Call)> SumWays<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [
            .. SumKernel.All<T>().Select(sum => (sum.Name, (SumCall<T, double>)(weights => double.CreateTruncating(sum.Call(weights))))),
            .. SumKernel.All<T>().SelectMany(sum => sum.Blocks).Select(way => (way.Name, way.Call)),
            ($"WeightSums.Measure on {typeof(T).Name}", weights => WeightSums.Measure(weights).NonZeroCount),
            ($"ExactWeightSums.Add on {typeof(T).Name}", weights =>
            {
                var sums = new ExactWeightSums();
                sums.Add(weights);
                return 0;
            }),
        ];

    private static GuardedPages NewPages<T>(Layout layout) => new((layout.LongestLength + Lengths.MaxOffset) * Unsafe.SizeOf<T>());

    /// <summary>Spans of these lengths, at these distances from a guard: one for itself, or two.</summary>
    private sealed record Layout(
        IReadOnlyList<int> Lengths, IReadOnlyList<Placement> Placements, IReadOnlyList<(Placement Target, Placement Source)> Pairs)
    {
        public int LongestLength => Lengths[^1];
    }
}
