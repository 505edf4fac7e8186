using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Storage;

/// <summary>Stochastic steps of a part of an array, at any place of the whole: also where the index passes 2³².</summary>
public class StoredPlaceTests
{
    private const long FirstIndex = (1L << 32) - 512;

    [Fact]
    public void A_new_weight_is_rounded_with_the_draw_of_its_index()
    {
        var (weights, gradients) = (Weights(1300), new BFloat16[1300]);
        var optimizer = Create(new Sgd(0.1), weights.Length, NumberFormat.Single, FirstIndex);
        Array.Fill(gradients, (BFloat16)1);
        for (var step = 1; step <= 3; step++)
        {
            float[] stepped = [.. weights.Select(weight => (float)weight)];
            new Sgd(0.1).Step(stepped, (float[])[.. gradients.Select(gradient => (float)gradient)]);
            optimizer.Step(weights, gradients);
            Assert.Equal(
                stepped.Select((weight, i) => (int)Rounded(weight, RandomReference.Draw(77, step, FirstIndex + i, 0))),
                weights.Select(weight => (int)BitConverter.SingleToUInt32Bits((float)weight) >>> 16));
        }
    }

    [Theory]
    [InlineData(NumberFormat.BFloat16)]
    [InlineData(NumberFormat.Half)]
    [InlineData(NumberFormat.EightBit)]
    public void Parts_step_as_the_whole_does(NumberFormat state)
    {
        var gradients = new BFloat16[1300];
        new StoredSpan(gradients).CopyFrom(Samples.Gradients<float>(gradients.Length, seed: 31));
        var whole = Stepped(state, gradients, 0, gradients.Length);
        foreach (var cut in (int[])[256, 512, 768, 1280])
        {
            Assert.Equal(whole, Stepped(state, gradients, 0, cut).Concat(Stepped(state, gradients, cut, gradients.Length)));
        }
    }

    private static BFloat16[] Stepped(NumberFormat state, BFloat16[] gradients, int start, int end)
    {
        var weights = Weights(gradients.Length)[start..end];
        var optimizer = Create(new Adam(0.01), weights.Length, state, FirstIndex + start);
        for (var step = 0; step < 5; step++)
        {
            optimizer.Step(weights, gradients.AsSpan(start..end));
        }

        return weights;
    }

    private static Optimizer<float> Create<TRule>(TRule rule, int count, NumberFormat state, long firstIndex)
        where TRule : struct, IUpdateRule<TRule> =>
        Optimizer<float>.Create(rule, default(L2).Coupled(), count, new NumberStorage(state) { Weights = WeightRounding.Stochastic, HasStochasticState = true, Seed = 77, FirstIndex = firstIndex });

    private static BFloat16[] Weights(int count)
    {
        var weights = new BFloat16[count];
        new StoredSpan(weights).CopyFrom([.. Samples.Gradients<float>(count, seed: 30).Select(weight => weight + MathF.CopySign(1, weight))]);
        return weights;
    }

    /// <summary>A float rounded with a draw to the bits of a bfloat16: the draw is added to the bits that are cut off. For normal numbers well below the largest.</summary>
    private static ushort Rounded(float value, uint draw) => (ushort)((BitConverter.SingleToUInt32Bits(value) + (draw >> 16)) >> 16);
}
