namespace SimdReg.Lanes;

/// <summary>The fields of a float.</summary>
internal static class FloatBits
{
    /// <summary>The place of the lowest bit of the exponent.</summary>
    public const int Exponent = 23;

    public const uint Significand = 0x007F_FFFF;

    /// <summary>The bits of 1.</summary>
    public const uint One = 0x3F80_0000;

    /// <summary>The bits of 2²³, whose last digit is 1.</summary>
    public const uint Carrier = 0x4B00_0000;

    /// <summary>2²³ and the bias of the exponent.</summary>
    public const float CarrierAndBias = 8_388_608 + 127;
}

/// <summary>The fields of a double.</summary>
internal static class DoubleBits
{
    /// <summary>The place of the lowest bit of the exponent.</summary>
    public const int Exponent = 52;

    public const ulong Significand = 0x000F_FFFF_FFFF_FFFF;

    /// <summary>The bits of 1.</summary>
    public const ulong One = 0x3FF0_0000_0000_0000;

    /// <summary>The bits of 2⁵², whose last digit is 1.</summary>
    public const ulong Carrier = 0x4330_0000_0000_0000;

    /// <summary>2⁵² and the bias of the exponent.</summary>
    public const double CarrierAndBias = 4_503_599_627_370_496 + 1023;
}
