using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Bytes;

/// <summary>Reads stored bytes.</summary>
internal delegate void ReadBytes(ReadOnlySpan<byte> bytes);

/// <summary>An object with a stored form: everything in the library that has <c>ReadFrom</c>.</summary>
/// <param name="Name">What a failed test says.</param>
/// <param name="ByteCount">The length of its stored form.</param>
/// <param name="WriteTo">Writes it.</param>
/// <param name="ReadFrom">Replaces it.</param>
/// <param name="Use">Calls what may be called of any object of this kind.</param>
internal sealed record Storable(string Name, int ByteCount, Action<byte[]> WriteTo, ReadBytes ReadFrom, Action Use)
{
    private const int Length = 5;
    private const int Many = 2_000;

    /// <summary>What the object is, as bytes.</summary>
    public byte[] Bytes
    {
        get
        {
            var bytes = new byte[ByteCount];
            WriteTo(bytes);
            return bytes;
        }
    }

    /// <summary>One of each kind, with contents.</summary>
    public static IReadOnlyList<Storable> All() =>
    [
        .. RuleTable.All.Select(rule => Of(Trained<float>(rule, Length))),
        .. RuleTable.OfEachStateCount.Select(rule => Of(Trained<double>(rule, Length))),
        Of(new Adam(0.1), new UpdateState<Adam, float>(new(0.1), Length)),
        Of(new Signum(0.1), new UpdateState<Signum, double>(new(0.1), Length)),
        Of(new Momentum(0.1), new UpdateState<Momentum, float>(new(0.1), 0)),
        Of(new Momentum(0.1), new UpdateState<Momentum, float>(new(0.1), Many)),
        Of(Narrow(new Adam(0.1), new(NumberFormat.BFloat16))),
        Of(Narrow(new Adam(0.1).AmsGrad(), new() { First = NumberFormat.EightBit, Second = NumberFormat.Half, Weights = WeightRounding.Kahan })),
        Of(Narrow(new Momentum(0.1), new(NumberFormat.EightBit) { Weights = WeightRounding.MasterCopy })),
        Of(Narrow(new Sgd(0.1), new() { Weights = WeightRounding.Kahan })),
        Of(Narrow(new Adam(0.1), new(NumberFormat.EightBit)), Trained<float>(RuleTable.All[4], Length)),
        Of<float>(),
        Of(Trained<float>(RuleTable.Sgd, 3), Trained<float>(RuleTable.All[4], Length), Trained<float>(RuleTable.All[^1], 0)),
        Of(Trained<double>(RuleTable.All[1], 1), Trained<double>(RuleTable.All[1], 1)),
        Of([]),
        Of([1.5, -1.5, double.Epsilon, 0]),
        Of([3 * double.Epsilon, double.Epsilon, -2 * double.Epsilon]),
        Of([double.NaN, double.PositiveInfinity, 1]),
        Of([double.MaxValue, double.MaxValue, 7]),
    ];

    private static Optimizer<T> Trained<T>(RuleCase rule, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var optimizer = PenaltyTable.None.Optimizer<T>(0, rule, 0.1, PenaltyMode.Coupled, length);
        optimizer.Step(Samples.Weights<T>(length, seed: 1), Samples.Gradients<T>(length, seed: 2));
        return optimizer;
    }

    private static Optimizer<float> Narrow<TRule>(TRule rule, NumberStorage storage)
        where TRule : struct, IUpdateRule<TRule>
    {
        var optimizer = Optimizer<float>.Create(rule, new L2(0.1).Coupled(), Length, storage);
        var weights = new BFloat16[Length];
        new StoredSpan(weights).CopyFrom(Samples.Weights<float>(Length, seed: 1));
        optimizer.Step(weights, Samples.Gradients<float>(Length, seed: 2));
        return optimizer;
    }

    private static Storable Of<T>(Optimizer<T> optimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(
            $"{optimizer} of {typeof(T).Name}",
            (int)optimizer.ByteCount,
            bytes => optimizer.WriteTo(bytes),
            optimizer.ReadFrom,
            () =>
            {
                optimizer.Step(new T[optimizer.WeightCount], new T[optimizer.WeightCount]);
                Assert.True(optimizer.StepCount > 0);
            });

    private static Storable Of<TRule, T>(TRule rule, UpdateState<TRule, T> state)
        where TRule : struct, IUpdateRule<TRule>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(
            $"{state} of {typeof(T).Name}",
            (int)state.ByteCount,
            bytes => state.WriteTo(bytes),
            state.ReadFrom,
            () =>
            {
                rule.Step(new T[state.WeightCount], new T[state.WeightCount], state);
                Assert.True(state.StepCount > 0);
            });

    private static Storable Of<T>(params Optimizer<T>[] optimizers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var set = new ParameterSet<T>();
        foreach (var optimizer in optimizers)
        {
            set.Add(new T[optimizer.WeightCount], new T[optimizer.WeightCount], optimizer);
        }

        return new(
            $"set of {set} of {typeof(T).Name}",
            (int)set.ByteCount,
            bytes => set.WriteTo(bytes),
            set.ReadFrom,
            () =>
            {
                set.Step();
                Assert.True(set.StepCount > 0 || optimizers.Length == 0);
            });
    }

    private static Storable Of(double[] weights)
    {
        var sums = new ExactWeightSums();
        sums.Add(weights);
        return new(
            $"exact sums of {weights.Length} weights",
            ExactWeightSums.ByteCount,
            bytes => sums.WriteTo(bytes),
            sums.ReadFrom,
            () =>
            {
                var rounded = sums.Round<double>();
                Assert.InRange(rounded.NonFiniteCount, 0, rounded.NonZeroCount);
                Assert.Equal(rounded.SumOfMagnitudes, sums.PenaltySum<double>(new L1(1)));
                Assert.Equal(rounded.SumOfSquares, sums.PenaltySum<double>(new L2(2)));
                Assert.False(rounded.MaxMagnitude > rounded.SumOfMagnitudes);
                if (rounded.NonZeroCount < (1L << 62) - 1)
                {
                    sums.Add([1.0]);
                    sums.Add(sums);
                }
                else
                {
                    Assert.Throws<OverflowException>(() =>
                    {
                        sums.Add([1.0]);
                        sums.Add(sums);
                    });
                }
            });
    }
}
