namespace SimdReg.Tests.Reference;

/// <summary>Rounding to the numbers of a narrow format, by comparison with all of them.</summary>
internal sealed class NarrowReference
{
    /// <summary>The magnitudes of bfloat16: all that are finite, in the order of their bits.</summary>
    public static NarrowReference BFloat16 { get; } = new(Enumerable.Range(0, 0x7F80).Select(bits => (double)BitConverter.UInt32BitsToSingle((uint)bits << 16)));

    /// <summary>The magnitudes of Half: all that are finite, in the order of their bits.</summary>
    public static NarrowReference Half { get; } = new(Enumerable.Range(0, 0x7C00).Select(bits => (double)BitConverter.UInt16BitsToHalf((ushort)bits)));

    private readonly double[] _magnitudes;

    /// <param name="magnitudes">In ascending order, each with so few bits that a double holds the middle of two neighbours.</param>
    public NarrowReference(IEnumerable<double> magnitudes) => _magnitudes = [.. magnitudes];

    /// <summary>The magnitudes in ascending order.</summary>
    public IReadOnlyList<double> Magnitudes => _magnitudes;

    /// <summary>The place of the last magnitude that is not above this one.</summary>
    public int Below(double magnitude)
    {
        var found = Array.BinarySearch(_magnitudes, magnitude);
        return found < 0 ? ~found - 1 : found;
    }

    /// <summary>The place of the nearest magnitude, of two equally near ones the even place. Beyond the last magnitude it is the last.</summary>
    public int Nearest(double magnitude)
    {
        var below = Below(magnitude);
        return below == _magnitudes.Length - 1 ? below
            : magnitude.CompareTo((_magnitudes[below] + _magnitudes[below + 1]) / 2) switch
            {
                < 0 => below,
                > 0 => below + 1,
                _ => below + (below % 2),
            };
    }

    /// <summary>The 16 bits that a float is stored as, to nearest: a finite one stays finite, with its sign, and so does a NaN.</summary>
    public ushort Bits(float value)
    {
        var sign = float.IsNegative(value) ? 0x8000 : 0;
        return (ushort)(sign | (float.IsNaN(value) ? _magnitudes.Length + 1 : float.IsInfinity(value) ? _magnitudes.Length : Nearest(Math.Abs((double)value))));
    }
}
