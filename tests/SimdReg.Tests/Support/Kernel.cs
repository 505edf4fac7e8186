using System.Numerics;
using SimdReg.Lanes;
using SimdReg.Loops;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>An element-wise kernel: target[i] ← f(target[i], source[i]).</summary>
/// <param name="Name">What a failed test says.</param>
/// <param name="IsStep">Whether the target is weights and the source gradients, or the other way round.</param>
/// <param name="Reference">f, to the bit.</param>
/// <param name="Ways">The public call, and the loop forced to every width.</param>
internal sealed record Kernel<T>(
    string Name, bool IsStep, Func<T, T, T> Reference, IReadOnlyList<KernelWay<T>> Ways)
{
    /// <summary>The public call.</summary>
    public KernelCall<T> Call => Ways[0].Call;

    /// <summary>What each target becomes.</summary>
    public T[] Expected(ReadOnlySpan<T> targets, ReadOnlySpan<T> sources)
    {
        var expected = new T[targets.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = Reference(targets[i], sources[i]);
        }

        return expected;
    }
}

internal delegate void KernelCall<T>(Span<T> target, ReadOnlySpan<T> source);

/// <summary>One way to run a kernel, which takes empty spans and those from a certain length on.</summary>
internal sealed record KernelWay<T>(string Name, int ShortestLength, KernelCall<T> Call)
{
    public bool Takes(int length) => length == 0 || length >= ShortestLength;
}

/// <summary>Makes kernels.</summary>
internal static class Kernel
{
    /// <summary>Every kernel of the library. Its parameters are numbers that no element type holds exactly.</summary>
    public static IReadOnlyList<Kernel<T>> All<T>(double strength = 0.3, double rate = 0.1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. PenaltyTable.All.SelectMany(penalty => penalty.Kernels<T>(strength, rate))];

    public static Kernel<T> Gradient<T, TPenalty>(TPenalty penalty, IPenaltyReference reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TPenalty : struct, IPenalty
    {
        var name = $"AddGradient({penalty}) on {typeof(T).Name}";
        return new(
            name,
            IsStep: false,
            (g, w) => GradientReference.Next(reference, w, g),
            Ways<T, GradientFormula<TPenalty>>(
                name, (gradients, weights) => Penalty.AddGradient(weights, gradients, penalty), new(penalty)));
    }

    public static Kernel<T> Step<T, TRule, TPenalty, TMode>(
        TRule rule, IUpdateRuleReference ruleReference, TPenalty penalty, IPenaltyReference reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<TRule>
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var name = $"{rule}.Step({penalty}, {typeof(TMode).Name}) on {typeof(T).Name}";
        var mode = Enum.Parse<PenaltyMode>(typeof(TMode).Name);
        return new(
            name,
            IsStep: true,
            (w, g) => StepReference.Next(mode, ruleReference, reference, w, g),
            Ways<T, StepFormula<TRule, TPenalty, TMode, Unscaled, EveryWeight>>(
                name,
                (weights, gradients) => rule.Step(weights, gradients, new PenaltyTerm<TPenalty, TMode>(penalty)),
                new(rule, penalty, 1)));
    }

    private static KernelWay<T>[] Ways<T, TFormula>(string name, KernelCall<T> call, TFormula formula)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise =>
        [
            new($"{name}, as called", 1, call),
            Forced<Lane<T>, T, TFormula>(name, formula),
            Forced<VectorLanes<T>, T, TFormula>(name, formula),
            Forced<Lanes512<T>, T, TFormula>(name, formula),
        ];

    private static KernelWay<T> Forced<L, T, TFormula>(string name, TFormula formula)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFormula : struct, IElementwise =>
        new(
            $"{name}, in {L.Count} lanes",
            L.Count,
            (target, source) => ElementwiseLoop.Run<L, T, TFormula>(target, source, default, formula));
}
