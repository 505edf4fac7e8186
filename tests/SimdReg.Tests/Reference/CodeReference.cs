namespace SimdReg.Tests.Reference;

/// <summary>The 8-bit codes of a block, by their definition.</summary>
internal sealed class CodeReference
{
    /// <summary>With a sign and 125 steps below 1, and without a sign and 253.</summary>
    public static IReadOnlyList<CodeReference> Both { get; } = [new(isNonNegative: false), new(isNonNegative: true)];

    /// <summary>How many units a fraction of the smallest code has.</summary>
    public const int FractionUnits = 1 << 20;

    private CodeReference(bool isNonNegative)
    {
        IsNonNegative = isNonNegative;
        Top = isNonNegative ? 253 : 125;
        Sign = isNonNegative ? 0 : 0x80;

        // The eighths of odd codes are even, as those of the code of 1.
        Codes = new(Enumerable.Range(0, Top + 1).Select(Magnitude), firstEven: 1);
    }

    public bool IsNonNegative { get; }

    /// <summary>The code of 1.</summary>
    public int Top { get; }

    public int Infinity => Top + 1;

    public int NaN => Top + 2;

    public int Sign { get; }

    /// <summary>The magnitudes of all codes up to 1.</summary>
    public NarrowReference Codes { get; }

    /// <summary>The smallest magnitude above 0.</summary>
    public double Smallest => Magnitude(1);

    /// <summary>Eight codes to each power of two, evenly spaced, up to 1; and 0.</summary>
    public double Magnitude(int code)
    {
        var (power, eighths) = (Math.DivRem(code - Top - 7, 8).Quotient, (code + 8 - (Top % 8)) % 8);
        return code == 0 ? 0 : Math.ScaleB(1 + (eighths / 8.0), power);
    }

    /// <summary>The scale of a block: its largest finite magnitude, and at least 2⁻⁹⁴.</summary>
    public static float Scale(IEnumerable<float> numbers) =>
        numbers.Where(float.IsFinite).Select(Math.Abs).Append(MathF.ScaleB(1, -94)).Max();

    /// <summary>The code of a number, to nearest, where the scale has been divided out by a product with its rounded reciprocal.</summary>
    public byte Encode(float number, float scale)
    {
        var sign = float.IsNegative(number) ? Sign : 0;
        if (!float.IsFinite(number))
        {
            return (byte)((float.IsNaN(number) ? NaN : Infinity) | sign);
        }

        var magnitude = Math.Abs(number) * (1 / scale);
        var code = magnitude < Smallest ? (UnitsOfSmallest(magnitude) > FractionUnits / 2 ? 1 : 0) : Codes.Nearest(magnitude);
        return (byte)(IsNonNegative ? Math.Max(code, number > 0 ? 1 : 0) : code | (code == 0 ? 0 : sign));
    }

    /// <summary>Below the smallest code, how much of it a magnitude is, in units: cut off, so that a number just above half of the smallest counts as half.</summary>
    public double UnitsOfSmallest(float magnitude) => Math.Floor(magnitude * (float)(FractionUnits / Smallest));

    /// <summary>The number of a code: the product, rounded once.</summary>
    public float Decode(byte code, float scale)
    {
        var magnitude = code & ~Sign;
        var value = magnitude == NaN ? float.NaN : magnitude == Infinity ? float.PositiveInfinity : (float)(Magnitude(magnitude) * scale);
        return (code & Sign) == 0 ? value : -value;
    }
}
