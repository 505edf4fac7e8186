using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>Draws numbers of one element type.</summary>
internal static class Numbers<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SmallestExponent = -20;

    private static readonly ulong _exponent = Bits.Of(T.PositiveInfinity);

    /// <summary>Half a unit in the last place of 1: the largest relative error of one rounding.</summary>
    public static double UnitRoundoff => double.CreateChecked(T.BitIncrement(T.One) - T.One) / 2;

    /// <summary>The smallest magnitude of <see cref="Ordinary"/> numbers but 0.</summary>
    public static T SmallestOrdinary => T.ScaleB(T.One, SmallestExponent);

    /// <summary>Between 2⁻²⁰ and 2¹² of either sign, and zero one time in eight.</summary>
    public static Gen<T> Ordinary { get; } = Word.Select(word => T.CreateChecked(ToOrdinary(word)));

    /// <summary>Any bits, with special numbers and subnormal ones more often than chance has it.</summary>
    public static Gen<T> AnyBits { get; } = Gen.Frequency(
        (4, Word.Select(Bits.From<T>)),
        (2, Gen.Elements(Samples.Specials<T>())),
        (1, Word.Select(word => Bits.From<T>(word & ~_exponent))));

    private static Gen<ulong> Word => ArbMap.Default.GeneratorFor<DoNotSize<ulong>>().Select(word => word.Item);

    private static double ToOrdinary(ulong word)
    {
        var magnitude = Math.ScaleB(1 + Math.ScaleB(word >> 12, -52), (int)((word >> 4) & 31) + SmallestExponent);
        return (word & 7) == 0 ? 0 : (word & 8) == 0 ? magnitude : -magnitude;
    }
}
