namespace SimdReg.Tests.Reference;

/// <summary>The 8-bit codes of a block, by their definition.</summary>
internal sealed class CodeReference
{
    /// <summary>The number of evenly spaced codes, with 0, and of codes in an octave.</summary>
    private const int Even = 8;

    /// <summary>With a sign, and without one.</summary>
    public static IReadOnlyList<CodeReference> Both { get; } = [new(isNonNegative: false, octaves: 14), new(isNonNegative: true, octaves: 30)];

    private readonly int _octaves;

    private CodeReference(bool isNonNegative, int octaves)
    {
        IsNonNegative = isNonNegative;
        _octaves = octaves;
        Top = Even * (octaves + 1);
        Sign = isNonNegative ? 0 : 0x80;
        NaN = 0xFF - Sign;
        Codes = new(Enumerable.Range(0, Top + 1).Select(Magnitude));
    }

    public bool IsNonNegative { get; }

    /// <summary>The code of 1.</summary>
    public int Top { get; }

    public int Infinity => NaN - 1;

    public int NaN { get; }

    public int Sign { get; }

    /// <summary>The magnitudes of all codes up to 1.</summary>
    public NarrowReference Codes { get; }

    /// <summary>Where the octaves end: below, codes are evenly spaced.</summary>
    public double LowestOctave => Math.ScaleB(1, -_octaves);

    /// <summary>The smallest magnitude above 0.</summary>
    public double Smallest => LowestOctave / Even;

    /// <summary>The scale of a block: its largest finite magnitude, and at least 2⁻⁹⁰.</summary>
    public static float Scale(IEnumerable<float> numbers) =>
        numbers.Where(float.IsFinite).Select(Math.Abs).Append(MathF.ScaleB(1, -90)).Max();

    /// <summary>
    /// The code of a number, to nearest, where the scale has been divided out by a product with its rounded reciprocal. Among evenly spaced
    /// codes, 20 bits of the fraction count: a number just above the middle of two counts as the middle.
    /// </summary>
    public byte Encode(float number, float scale)
    {
        var sign = float.IsNegative(number) ? Sign : 0;
        if (!float.IsFinite(number))
        {
            return (byte)(float.IsNaN(number) ? NaN : Infinity | sign);
        }

        double magnitude = Math.Abs(number) * (1 / scale);
        var unit = Math.ScaleB(Smallest, -20);
        var code = Codes.Nearest(magnitude < LowestOctave ? Math.Floor(magnitude / unit) * unit : magnitude);
        return (byte)(IsNonNegative ? Math.Max(code, number > 0 ? 1 : 0) : code | (code == 0 ? 0 : sign));
    }

    /// <summary>The number of a code: the product, rounded once.</summary>
    public float Decode(byte code, float scale)
    {
        var magnitude = code & ~Sign;
        var value = magnitude == NaN ? float.NaN : magnitude == Infinity ? float.PositiveInfinity : (float)(Magnitude(magnitude) * scale);
        return (code & Sign) == 0 ? value : -value;
    }

    /// <summary>Eight codes to each octave up to 1, evenly spaced within it, and seven more below the lowest.</summary>
    private double Magnitude(int code) =>
        code < Even ? code * Smallest : Math.ScaleB(Even + (code % Even), (code / Even) - 1) * Smallest;
}
