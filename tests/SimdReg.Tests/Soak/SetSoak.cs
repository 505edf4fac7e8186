using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>Several steps of a set of arrays, each with an optimizer of its own.</summary>
internal static class SetSoak
{
    private const int MostArrays = 6;
    private const int MostSteps = 4;

    private static readonly double[] _rateScales = [1, 1, 0.5, 0.7, 2];

    public static void Run<T>(Draw draw, IReadOnlyList<RuleCase> rules, IReadOnlyList<PenaltyCase> penalties, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var set = new ParameterSet<T>();
        Trainee<T>[] arrays = [.. Enumerable.Range(0, 1 + draw.Below(MostArrays)).Select(_ => new Trainee<T>(draw, rules, penalties, draw.Length()))];
        foreach (var array in arrays)
        {
            set.Add(array.Weights, array.Gradients, array.Optimizer);
        }

        for (var step = 1 + draw.Below(MostSteps); step > 0; step--)
        {
            foreach (var array in arrays)
            {
                draw.Values<T>(array.Weights.Length).CopyTo(array.Gradients, 0);
            }

            set.LearningRateScale = draw.Of(_rateScales);
            Step(draw, set, arrays, fault);
            if (draw.OneIn(4))
            {
                Resume(set);
                Check(arrays, fault, "bytes of the set read back");
            }
        }

        CheckPenalties(draw, set, arrays, fault);
    }

    private static void Step<T>(Draw draw, ParameterSet<T> set, Trainee<T>[] arrays, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var options = draw.Options();
        switch (draw.Below(3))
        {
            case 0:
                Expect(set, arrays, options);
                set.Step(options);
                Check(arrays, fault, "a step of the set");
                break;
            case 1:
                var before = Joined(arrays, array => array.Weights);
                Expect(set, arrays, options);
                var measure = set.MeasuredStep(options);
                Check(arrays, fault, "a measured step of the set");
                Measured.Check(
                    before, Joined(arrays, array => array.ExpectedWeights), Joined(arrays, array => array.Gradients), measure, fault, $"measures of {set}");
                break;
            default:
                var isFinite = Array.TrueForAll(arrays, array => Array.TrueForAll(array.Gradients, T.IsFinite));
                if (isFinite)
                {
                    Expect(set, arrays, options);
                }

                Assert.True(set.TryStep(options) == isFinite, $"{set}: a tried step.");
                Check(arrays, fault, "a tried step of the set");
                break;
        }
    }

    private static void Expect<T>(ParameterSet<T> set, Trainee<T>[] arrays, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var array in arrays)
        {
            array.Expect(options, set.LearningRateScale);
        }
    }

    private static void Check<T>(Trainee<T>[] arrays, Fault? fault, string after)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var array in arrays)
        {
            array.Check(fault, after);
        }
    }

    private static T[] Joined<T>(Trainee<T>[] arrays, Func<Trainee<T>, T[]> part)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. arrays.SelectMany(part)];

    /// <summary>Stores the states, spoils them, and reads them back.</summary>
    private static void Resume<T>(ParameterSet<T> set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var stored = new byte[set.ByteCount];
        set.WriteTo(stored);
        foreach (var array in set.Arrays)
        {
            for (var slot = 0; slot < array.Optimizer.StateCount; slot++)
            {
                array.Optimizer.GetState(slot).Fill(T.NaN);
            }
        }

        set.ReadFrom(stored);
    }

    /// <summary>The penalties of arrays are added in about twice the precision of double, and their sum is rounded once.</summary>
    private static void CheckPenalties<T>(Draw draw, ParameterSet<T> set, Trainee<T>[] arrays, Fault? fault)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] expected = [.. arrays.Select(array => array.ExpectedPenalty()).OfType<T>().Select(double.CreateTruncating)];
        if (expected.Length < arrays.Length || !expected.All(double.IsFinite))
        {
            return;
        }

        double[] found = [set.PenaltySum(1 + draw.Below(4))];
        fault?.In<double>(found);
        AssertRounded(expected.Aggregate(default(ExactSum), (sum, penalty) => sum + ExactSum.Of(penalty)), found[0], $"penalties of {set}");
    }

    /// <summary>Requires a sum to be the exact one, rounded after errors below 2⁻¹⁰⁰ of it.</summary>
    private static void AssertRounded(ExactSum exact, double found, string at)
    {
        if (double.IsFinite(exact.Rounded()))
        {
            var ulp = ExactSum.Of(double.BitIncrement(found)) - ExactSum.Of(found);
            var error = BigInteger.Abs((exact - ExactSum.Of(found)).Units);
            Assert.True(2 * error <= ulp.Units + (exact.Units >> 99), $"{at}: expected {Bits.Show(exact.Rounded())}, found {Bits.Show(found)}.");
        }
        else
        {
            Assert.True(double.IsPositiveInfinity(found), $"{at}: expected infinity, found {found:R}.");
        }
    }
}
