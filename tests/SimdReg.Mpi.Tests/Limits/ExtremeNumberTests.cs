namespace SimdReg.Mpi.Tests;

/// <summary>Gradients and weights of extreme numbers: the bits of one process.</summary>
public class ExtremeNumberTests
{
    private const int Size = 3;
    private const int Length = 2048;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void More_than_255_gradients_that_overflow_are_added_exactly(int size) => ThreadRanks.Run(size, rank =>
    {
        var weights = new float[600];
        var set = new ShardedSet<float>(rank) { GradientDivisor = 300 };
        var array = set.Add(weights, new Sgd(1));
        if (rank.Rank == size - 1)
        {
            for (var i = 0; i < 300; i++)
            {
                array.Gradients.Add([.. Enumerable.Repeat(float.MaxValue, weights.Length)]);
            }
        }

        set.Step();
        Assert.All(weights, weight => Assert.Equal(-float.MaxValue, weight));
    });

    [Theory]
    [InlineData(0x7FC00000u)]
    [InlineData(0xFFC00000u)]
    [InlineData(0x7FC12345u)]
    [InlineData(0xFFD54321u)]
    public void Measures_of_any_NaN_have_the_bits_of_one_process(uint bits)
    {
        var (weights, gradients) = (Numbers(), Numbers());
        var one = new ParameterSet<float>();
        one.Add(weights, gradients, new Sgd(0.1));
        var (measure, squares) = (one.Measure(), one.SumOfGradientSquares());
        var step = one.MeasuredStep();
        ThreadRanks.Run(Size, rank =>
        {
            var set = new ShardedSet<float>(rank) { ChunkLength = 512 };
            var array = set.Add(Numbers(), new Sgd(0.1));
            if (rank.Rank == 0)
            {
                array.Gradients.Add(Numbers());
            }

            Assert.Equal(BitsOfSums(measure), BitsOfSums(set.Measure()));
            Assert.Equal(BitsOf(squares), BitsOf(set.SumOfGradientSquares()));
            var sharded = set.MeasuredStep();
            Assert.Equal(BitsOfSums(step.Weights), BitsOfSums(sharded.Weights));
            Assert.Equal(BitsOf(step.SumOfGradientSquares, step.MaxChange), BitsOf(sharded.SumOfGradientSquares, sharded.MaxChange));
        });

        float[] Numbers()
        {
            var numbers = Enumerable.Range(1, Length).Select(i => i / 16f).ToArray();
            numbers[Length / 2] = BitConverter.UInt32BitsToSingle(bits);
            return numbers;
        }

        static uint[] BitsOf(params float[] numbers) => [.. numbers.Select(BitConverter.SingleToUInt32Bits)];

        static uint[] BitsOfSums(WeightSums<float> sums) => BitsOf(sums.SumOfMagnitudes, sums.SumOfSquares, sums.MaxMagnitude, sums.NonZeroCount, sums.NonFiniteCount);
    }
}
