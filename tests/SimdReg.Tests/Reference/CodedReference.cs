namespace SimdReg.Tests.Reference;

/// <summary>Numbers in 8 bits, from the definition: what a block of them is read as after it was written.</summary>
/// <remarks>
/// A code stands for one of the largest numbers up to 1 that have 4 significant bits, times the largest finite magnitude of the block:
/// 125 of them with a sign, 253 without. Between 0 and the smallest, a number is rounded as a fraction of it; without a sign it becomes
/// the smallest.
/// </remarks>
internal static class CodedReference
{
    private const int BlockLength = 256;
    private const int SignificantBits = 4;
    private const int Dropped = 24 - SignificantBits;

    private static readonly float _smallestScale = MathF.ScaleB(1, -94);
    private static readonly float _smallestSigned = Smallest(125);
    private static readonly float _smallestUnsigned = Smallest(253);

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

        var magnitude = Math.Abs(value) * (1 / scale);
        var smallest = isNonNegative ? _smallestUnsigned : _smallestSigned;
        double rounded;
        if (magnitude >= smallest)
        {
            var unit = Math.ScaleB(1, Math.ILogB(magnitude) - (SignificantBits - 1));
            rounded = Math.Min(1, unit * RoundingReference.ToInteger(magnitude / unit, Dropped, draw));
        }
        else
        {
            // The fraction is a float, of which 20 bits count in either rounding.
            var fraction = MathF.Floor(magnitude * ((1 << Dropped) / smallest));
            rounded = isNonNegative ? smallest : smallest * RoundingReference.ToInteger(Math.ScaleB(fraction, -Dropped), Dropped, draw);
        }

        // There is no negative zero.
        return rounded == 0 ? 0 : MathF.CopySign((float)rounded * scale, value);
    }

    /// <summary>The last of so many numbers from 1 downwards that have 4 significant bits.</summary>
    private static float Smallest(int count)
    {
        var value = 1f;
        for (var i = 1; i < count; i++)
        {
            value -= MathF.ScaleB(1, MathF.ILogB(MathF.BitDecrement(value)) - (SignificantBits - 1));
        }

        return value;
    }
}
