using System.Numerics;
using System.Runtime.CompilerServices;
using SimdReg.Tests.Groups;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Memory;

/// <summary>Runs what penalties with structure do on spans at the edges of what may be touched.</summary>
/// <remarks>As in <see cref="GuardCases"/>, each line names what runs next.</remarks>
internal static class GroupGuardCases
{
    // Short rows in batches, one of several lanes with a tail, and more than one part of a step.
    private static readonly (int Rows, int Columns)[] _sizes = [(1, 1), (3, 1), (5, 3), (1, 17), (7, 16), (3, 67), (2, 513), (41, 211)];

    // A collection expression would run them all before the first line is printed.
    public static IEnumerable<string> Lines() => Cases<float>().Concat(Cases<double>()).Append(GuardCases.AllDone);

    private static IEnumerable<string> Cases<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var most = _sizes.Max(size => size.Rows * size.Columns);
        GuardedPages[] pages = [.. Enumerable.Range(0, 5).Select(_ => new GuardedPages((most + Lengths.MaxOffset) * Unsafe.SizeOf<T>()))];
        foreach (var (rows, columns) in _sizes)
        {
            foreach (var shape in GroupShape.Each(rows, columns, seed: 790))
            {
                var (n, groups) = (shape.Length, shape.Groups);
                var factors = Samples.Gradients<float>(n, seed: 791).Select(Math.Abs).ToArray();
                foreach (var rule in RuleTable.OfEachStateCount)
                {
                    foreach (var mode in Enum.GetValues<PenaltyMode>())
                    {
                        yield return $"{typeof(T).Name}, {rule}, {mode}, {shape}";
                        Step<T, Constrained<Grouped<GroupLasso, L1>, Grouped<MaxNorm, None>>>(pages, rule, mode, n, new SparseGroupLasso(0.01, 0.02).Over(groups).Within(new MaxNorm(1).Over(groups)));
                        Step<T, Factored<L1, float>>(pages, rule, mode, n, new L1(0.1).WithFactors(factors));
                    }
                }

                yield return $"{typeof(T).Name}, norms, gradient and sum, {shape}";
                foreach (var (first, second) in Placement.Pairs)
                {
                    var weights = pages[0].Place<T>(Samples.Weights<T>(n, seed: 792), first);
                    groups.Norms<T>(weights, pages[1].Place<T>(new T[groups.CountFor(n)], second));
                    Penalty.AddGradient(weights, pages[2].Place<T>(Samples.Gradients<T>(n, seed: 793), second), new GroupLasso(1).Over(groups));
                    Penalty.Sum<T, Grouped<GroupLasso, None>>(weights, new GroupLasso(1).Over(groups));
                    AssertSentinels(pages.AsSpan(0, 3), new($"{shape}", n, first.Distance));
                }
            }
        }
    }

    private static void Step<T, TPenalty>(GuardedPages[] pages, RuleCase rule, PenaltyMode mode, int n, TPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        foreach (var (first, second) in Placement.Pairs)
        {
            var initial = rule.State<T>(0.1, n);
            var steps = 0L;
            var weights = pages[0].Place<T>(Samples.Weights<T>(n, seed: 794), first);
            var gradients = pages[1].Place<T>(Samples.Gradients<T>(n, seed: 795), second);
            var state = Operands<T>.Spans(ref steps, rule.StateCount, Slot(0, first), Slot(1, second), Slot(2, first));
            rule.Step(penalty, 0.1, mode, weights, gradients, state, new() { KeepZeros = first.IsFlush }, measured: second.IsFlush);
            AssertSentinels(pages.AsSpan(0, 2 + rule.StateCount), new($"{rule}, {mode}", n, first.Distance));

            Span<T> Slot(int slot, Placement placement) => slot < rule.StateCount ? pages[2 + slot].Place<T>(initial[slot], placement) : default;
        }
    }

    private static void AssertSentinels(ReadOnlySpan<GuardedPages> pages, in Case at)
    {
        foreach (var page in pages)
        {
            page.AssertSentinels(at);
        }
    }
}
