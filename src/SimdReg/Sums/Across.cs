using SimdReg.Lanes;

namespace SimdReg.Sums;

/// <summary>Across the lanes of double.</summary>
internal static class Across
{
    public static double Sum<L>(L lanes)
        where L : struct, ILanes<L, double>
    {
        var sum = 0.0;
        foreach (var value in Values(lanes, stackalloc double[L.Count]))
        {
            sum += value;
        }

        return sum;
    }

    public static double Largest<L>(L lanes)
        where L : struct, ILanes<L, double>
    {
        var largest = 0.0;
        foreach (var value in Values(lanes, stackalloc double[L.Count]))
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static Span<double> Values<L>(L lanes, Span<double> buffer)
        where L : struct, ILanes<L, double>
    {
        lanes.Store(ref buffer[0]);
        return buffer;
    }
}
