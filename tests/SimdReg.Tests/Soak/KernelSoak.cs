using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>A step or a gradient on spans at any distance from a boundary, as called and in lanes of a width.</summary>
internal static class KernelSoak
{
    private const int MostStepsBefore = 3;

    public static void Run<T>(Draw draw, IReadOnlyList<RuleCase> rules, IReadOnlyList<PenaltyCase> penalties, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (penalty, rule, strength) = (draw.Of(penalties), draw.Of(rules), draw.Parameter());
        var kernel = draw.OneIn(6) && penalty.Gradients<T>(strength).FirstOrDefault() is { } gradient
            ? gradient
            : penalty.Kernel<T>(strength, rule, draw.Parameter(), draw.Of(penalty.Modes), draw.Options());

        var isInPlace = draw.OneIn(8);
        var given = Given(draw, kernel, draw.Length());
        given = isInPlace ? given with { Sources = given.Targets } : given;
        var expected = kernel.Expected(given);
        var guarded = new GuardedOperands<T>(given.Length);
        foreach (var way in (KernelWay<T>[])[kernel.Ways[0], draw.Of(kernel.Ways)])
        {
            if (way.Takes(given.Length))
            {
                guarded.Check(fault?.In(way) ?? way, given, expected, given.Length, draw.Offset(), isInPlace);
            }
        }
    }

    /// <summary>Any weights and gradients, and a state that some steps have left.</summary>
    private static Operands<T> Given<T>(Draw draw, Kernel<T> kernel, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var given = new Operands<T>(draw.Values<T>(length), draw.Values<T>(length), Trainee<T>.InitialStates(kernel, length), 0);
        for (var steps = draw.Below(MostStepsBefore + 1); steps > 0; steps--)
        {
            given = kernel.Expected(given) with { Sources = draw.Values<T>(length), StepCount = given.StepCount + 1 };
        }

        return draw.OneIn(3) ? given with { StepCount = draw.StepCount() } : given;
    }
}
