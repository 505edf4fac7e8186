using System.Numerics;
using SimdReg.Sums;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>Sums, and how far they may be from the exact ones.</summary>
internal static class Enclosures
{
    /// <summary>Requires the exact sum to lie within half of what the certificate allows. The other half is for its own roundings.</summary>
    public static void AssertHolds<T>(ExactSum exact, BoundedSum sum, string at)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (centre, radius) = Certificate.Enclose<T>(sum, default, new(1, 0));
        var error = BigInteger.Abs((exact - ExactSum.Of(centre.High) - ExactSum.Of(centre.Low)).Units);
        Assert.True(2 * error <= ExactSum.Of(radius).Units, $"{at}: {centre.High:R} is more than half of {radius:R} off.");
    }
}
