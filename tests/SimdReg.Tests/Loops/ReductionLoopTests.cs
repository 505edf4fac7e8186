using SimdReg.Loops;

namespace SimdReg.Tests.Loops;

/// <summary>The loop of sums hands every weight to a total, and no total more of them than it takes.</summary>
public class ReductionLoopTests
{
    private const int Turns = 8;
    private const int Count = 3;

    [Fact]
    public void No_total_takes_more_than_its_turns_and_every_weight_is_gathered_once()
    {
        AssertTotals<EightTotals>();
        AssertTotals<FourTotals>();
        AssertTotals<OneTotal>();
    }

    private static void AssertTotals<TStreams>()
        where TStreams : struct
    {
        // The last is where it fetches ahead, if the processor likes that.
        foreach (var length in Enumerable.Range(0, 700).Append((Thresholds.PrefetchedSumBytes / sizeof(double)) + 700))
        {
            var weights = Enumerable.Repeat(1.0, length).ToArray();
            var sums = ReductionLoop.Fold<TStreams, double, CountingFold, int, Gathered>(weights, default, out var rest);
            AssertTotals(length, sums, rest.Length);
        }
    }

    private static void AssertTotals(int length, Gathered sums, int left)
    {
        Assert.Equal(length / Count * Count, sums.Weights);
        Assert.Equal(length - sums.Weights, left);
        Assert.InRange(sums.Most, 0, Turns);
    }

    private struct Gathered
    {
        public int Weights;
        public int Most;
    }

    private readonly struct CountingFold : IFold<int, Gathered, double>
    {
        public static int Count => ReductionLoopTests.Count;

        public static int Turns => ReductionLoopTests.Turns;

        public int Start => 0;

        public void Add(ref int totals, ref readonly double weights) => totals += (int)weights;

        public void Gather(ref Gathered sums, int totals)
        {
            sums.Weights += Count * totals;
            sums.Most = Math.Max(sums.Most, totals);
        }
    }
}
