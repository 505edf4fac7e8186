using System.Globalization;
using System.Runtime.CompilerServices;
using SimdReg;
using SimdReg.Lanes;
using SimdReg.Tuning;

namespace Consumer;

/// <summary>Calls of the libraries. A project outside the repository compiles this file against the packages, the tests compile it against the tree.</summary>
internal static class Results
{
    private const int Length = 37;

    /// <summary>The bits of what each kind of call computes.</summary>
    internal static IEnumerable<string> Lines()
    {
        var gradients = Numbers(3);

        var weights = Numbers(1);
        new Sgd(0.1).Step(weights, gradients, new L2(0.3));
        yield return Bits("L2 step", weights);

        var adam = new Adam(0.01);
        var state = adam.CreateState(weights);
        for (var step = 0; step < 5; step++)
        {
            adam.Step(weights, gradients, new L1(0.1).Proximal(), state);
        }

        yield return Bits("proximal Adam", weights);
        yield return Bits("penalty", [Penalty.Sum(weights, new ElasticNet(0.3, 0.7))]);

        new Momentum(0.1).Step(weights, gradients, new Cauchy(0.3), new Momentum(0.1).CreateState(weights));
        yield return Bits("own penalty", weights);

        var settings = new OptimizerSettings { Rule = "adamw", LearningRate = 0.01, Penalty = "l2", Strength = 0.1 };
        var set = new ParameterSet<float>();
        set.Add(weights, gradients, Optimizer<float>.Create(settings, weights.Length));
        set.Step();
        yield return Bits("chosen at run time", weights);

        var measure = new Ftrl(0.1, l1: 0.2).MeasuredStep(weights, gradients, new Ftrl(0.1).CreateState(weights));
        yield return Bits("measured step", [measure.Weights.SumOfSquares, measure.MaxChange, measure.Weights.NonZeroCount]);

        yield return string.Create(CultureInfo.InvariantCulture, $"bytes allocated: {LeastAllocated(weights, gradients)}");

        var search = Search.Run(new LogRange(0.01, 10).Grid(5), strength => Math.Abs(strength - 0.3));
        yield return string.Create(CultureInfo.InvariantCulture, $"search: {search.Best.Candidate:R}");
    }

    // The least of some rounds: a collection of another thread may add to the count.
    private static long LeastAllocated(float[] weights, float[] gradients)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Penalty.Sum(weights, new L2(0.3));
            Penalty.Sum(weights, new ElasticNet(0.3, 0.7));
            new Sgd(0.1).Step(weights, gradients, new L2(0.3));
            new Sgd(0.1).MeasuredStep(weights, gradients, new L1(0.3).Proximal());
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static string Bits(string name, ReadOnlySpan<float> values)
    {
        var line = name + ":";
        foreach (var value in values)
        {
            line += $" {BitConverter.SingleToUInt32Bits(value):x8}";
        }

        return line;
    }

    private static float[] Numbers(int seed)
    {
        var numbers = new float[Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (((i * 7919 * seed) % 2003) / 1001.5f) - 1;
        }

        return numbers;
    }

    /// <summary>s·ln(1 + w²), a penalty of the consumer's own.</summary>
    private readonly struct Cauchy(double strength) : IPenalty
    {
        public bool IsZero => strength == 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L Value<L>(L weights)
            where L : struct, ILanes<L> => throw new NotSupportedException("Lanes have no logarithm.");

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L> =>
            L.Fma(L.Splat(2 * strength), weights / L.Fma(weights, weights, L.Splat(1)), gradients);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => points;
    }
}
