using System.Runtime.InteropServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Tests.Boundaries;

/// <summary>The loop of sums hands every weight to a total, and no total more of them than it takes.</summary>
public class ReductionLoopTests
{
    private const int Turns = 8;
    private const int Count = 3;

    [Fact]
    public void No_total_takes_more_than_its_turns_and_every_weight_is_gathered_once()
    {
        AssertTotals<OneRegister, ValueTuple>();
        AssertTotals<OneRegister, double>();
        AssertTotals<TwoRegisters, ValueTuple>();
        AssertTotals<FiveRegisters, ValueTuple>();
        AssertTotals<TenRegisters, ValueTuple>();
    }

    private static void AssertTotals<TTotals, TParameter>()
        where TTotals : struct, ICount
        where TParameter : struct
    {
        // The last is where it fetches ahead, if the processor likes that.
        foreach (var length in Enumerable.Range(0, 700).Append((ReductionLoop.PrefetchBytes / sizeof(double)) + 700))
        {
            var weights = Enumerable.Repeat(1.0, length).ToArray();
            var sums = ReductionLoop.Fold<Lane<double>, double, CountingFold<TTotals, TParameter>, TTotals, Gathered>(weights, default, out var rest);
            AssertTotals(length, sums, rest.Length);
        }
    }

    private static void AssertTotals(int length, Gathered sums, int left)
    {
        Assert.Equal(length / Count * Count, sums.Weights);
        Assert.Equal(length - sums.Weights, left);
        Assert.InRange(sums.Most, 0, Turns);
    }

    private interface ICount
    {
        int Added { get; set; }
    }

    private struct Gathered
    {
        public int Weights;
        public int Most;
    }

    [StructLayout(LayoutKind.Sequential, Size = 8)]
    private struct OneRegister : ICount
    {
        public int Added { get; set; }
    }

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct TwoRegisters : ICount
    {
        public int Added { get; set; }
    }

    [StructLayout(LayoutKind.Sequential, Size = 40)]
    private struct FiveRegisters : ICount
    {
        public int Added { get; set; }
    }

    [StructLayout(LayoutKind.Sequential, Size = 80)]
    private struct TenRegisters : ICount
    {
        public int Added { get; set; }
    }

    /// <summary>A fold of terms with a parameter, or with <see cref="ValueTuple"/>, of which nothing is stored, without.</summary>
    private readonly struct CountingFold<TTotals, TParameter> : IFold<TTotals, Gathered, double>
        where TTotals : struct, ICount
        where TParameter : struct
    {
        public TParameter Parameter { get; init; }

        public static int Count => ReductionLoopTests.Count;

        public static int Turns => ReductionLoopTests.Turns;

        public TTotals Start => default;

        public void Add(ref TTotals totals, ref readonly double weights) => totals.Added += (int)weights;

        public void Gather(ref Gathered sums, TTotals totals)
        {
            sums.Weights += Count * totals.Added;
            sums.Most = Math.Max(sums.Most, totals.Added);
        }
    }
}
