namespace SimdReg.Tests.Reference;

/// <summary>Numbers in 8 bits, from the definition: what a block of them is read as after it was written.</summary>
/// <remarks>
/// A code stands for a number of 4 significant bits up to 1, times the largest finite magnitude of the block. There are 14 octaves of them
/// with a sign, 30 without; below the last, an eighth of it is the distance between codes. Without a sign, no number above 0 becomes 0.
/// </remarks>
internal static class CodedReference
{
    private const int BlockLength = 256;
    private const int SignificantBits = 4;
    private const int Dropped = 24 - SignificantBits;
    private const int SignedOctaves = 14;
    private const int NonNegativeOctaves = 30;

    private static readonly float _smallestScale = MathF.ScaleB(1, -90);

    /// <summary>Replaces numbers by what they are read as. The first is the first of a block.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="draws">Random bits by index, for stochastic rounding; null to round to nearest.</param>
    /// <param name="isNonNegative">Whether there is no sign.</param>
    public static void Round(float[] numbers, Func<int, uint>? draws, bool isNonNegative)
    {
        for (var start = 0; start < numbers.Length; start += BlockLength)
        {
            var end = Math.Min(numbers.Length, start + BlockLength);
            var scale = _smallestScale;
            for (var i = start; i < end; i++)
            {
                scale = float.IsFinite(numbers[i]) ? Math.Max(scale, Math.Abs(numbers[i])) : scale;
            }

            for (var i = start; i < end; i++)
            {
                numbers[i] = float.IsFinite(numbers[i]) ? Round(numbers[i], scale, draws?.Invoke(i), isNonNegative) : numbers[i];
            }
        }
    }

    private static float Round(float value, float scale, uint? draw, bool isNonNegative)
    {
        if (value == 0)
        {
            return 0;
        }

        // Of a float that is rounded, 20 bits count that are dropped.
        var magnitude = Math.Abs(value) * (1 / scale);
        var octave = Math.Max(magnitude == 0 ? int.MinValue : Math.ILogB(magnitude), isNonNegative ? -NonNegativeOctaves : -SignedOctaves);
        var unit = Math.ScaleB(1, octave - (SignificantBits - 1));
        var units = Math.ScaleB(Math.Floor(Math.ScaleB(magnitude / unit, Dropped)), -Dropped);
        var rounded = Math.Min(1, unit * RoundingReference.ToInteger(units, Dropped, draw));
        if (isNonNegative && rounded == 0)
        {
            rounded = unit;
        }

        // There is no negative zero.
        return rounded == 0 ? 0 : MathF.CopySign((float)rounded * scale, value);
    }
}
