using System.Runtime.Intrinsics;
using SimdReg.Lanes;

namespace SimdReg.Tests.Lanes;

/// <summary>The fused multiply-add in software against that of the runtime, bit for bit.</summary>
public class SoftwareFmaTests
{
    /// <summary>Magnitudes at which something changes: zero, subnormal and smallest normal numbers, both sides of powers of two, the largest.</summary>
    private static readonly float[] _floats = Signed<float>(
        [
            0, float.Epsilon, 3 * float.Epsilon, 1.1754942e-38f, 1.17549435e-38f, 1.1754945e-38f, 2.3509887e-38f, 1e-30f, 5.4210109e-20f, 1.0842022e-19f,
            float.BitDecrement(1), 1, float.BitIncrement(1), 1.5f, 1 + (3 * 1.1920929e-7f), 0.33333334f, 0.1f, 4096, 4097, 16777215, 16777216, 16777218,
            1.8446744e19f, 1.8446745e19f, 1e30f, 1.7014118e38f, float.BitDecrement(float.MaxValue), float.MaxValue, float.PositiveInfinity, float.NaN,
        ]);

    private static readonly double[] _doubles = Signed<double>(
        [
            0, double.Epsilon, 3 * double.Epsilon, 2.2250738585072009e-308, 2.2250738585072014e-308, 4.4501477170144028e-308, 1e-300, 1.1830521861667747e-271, 1e-250,
            1.4916681462400413e-154, 2.2227587494850775e-162, double.BitDecrement(1), 1, double.BitIncrement(1), 1.5, 1 + (3 * 2.2204460492503131e-16),
            1.0 / 3, 0.1, 134217727, 134217728, 134217729, 9007199254740991, 9007199254740992, 1.3407807929942597e154, 1e250, 1.0715086071862673e301, 1e305,
            8.9884656743115795e307, double.MaxValue, double.PositiveInfinity, double.NaN,
        ]);

    [Fact]
    public void Every_combination_of_hard_floats_has_the_bits_of_the_runtime()
    {
        foreach (var left in _floats)
        {
            foreach (var right in _floats)
            {
                for (var i = 0; i < _floats.Length; i++)
                {
                    // Four addends at a time, so that one that takes the slow way is beside others.
                    var addend = Vector128.Create(_floats[i], _floats[(i + 7) % _floats.Length], _floats[(i + 19) % _floats.Length], _floats[(i + 31) % _floats.Length]);
                    Check(Vector128.Create(left, right, left, -right), Vector128.Create(right, left, -right, left), addend);
                }
            }
        }
    }

    [Fact]
    public void Every_combination_of_hard_doubles_has_the_bits_of_the_runtime()
    {
        foreach (var left in _doubles)
        {
            foreach (var right in _doubles)
            {
                for (var i = 0; i < _doubles.Length; i++)
                {
                    Check(Vector128.Create(left, -right), Vector128.Create(right, left), Vector128.Create(_doubles[i], _doubles[(i + 7) % _doubles.Length]));
                }
            }
        }
    }

    [Fact]
    public void Sums_midway_between_two_floats_and_beside_it_are_rounded_once()
    {
        // 1 + 2⁻²⁴ lies midway between 1 and the next float; 2⁻⁷⁰ moves it off, to either side, where double rounds it back.
        foreach (var scale in (float[])[1, MathF.ScaleB(1, -100), MathF.ScaleB(1, 100), MathF.ScaleB(1, -126), MathF.ScaleB(1, -140)])
        {
            foreach (var odd in (float[])[1, 1 + 1.1920929e-7f])
            {
                foreach (var tail in (float[])[0, MathF.ScaleB(1, -23), -MathF.ScaleB(1, -23)])
                {
                    var (left, right) = (1 + tail, MathF.ScaleB(1, -24) * scale);
                    Check(Vector128.Create(left, -left, 1, left), Vector128.Create(right, right, right, -right), Vector128.Create(odd * scale, -odd * scale, odd * scale, odd * scale));
                }
            }
        }
    }

    [Fact]
    public void A_million_drawn_triples_have_the_bits_of_the_runtime() => Draw(1_000_000);

    [Fact, Trait("Category", "Long")]
    public void A_thousand_million_drawn_triples_have_the_bits_of_the_runtime() => Draw(1_000_000_000);

    /// <summary>Half of the triples are any bits, half have few digits and close exponents, so that sums cancel and lie midway.</summary>
    private static void Draw(int count)
    {
        var state = new Vector128<ulong>[3];
        var random = new Random(7);
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = Vector128.Create((ulong)random.NextInt64(), (ulong)random.NextInt64());
        }

        Vector128<ulong> Next(int i)
        {
            state[i] ^= state[i] << 13;
            state[i] ^= state[i] >>> 7;
            return state[i] ^= state[i] << 17;
        }

        for (var i = 0; i < count / 4; i += 2)
        {
            Check(Next(0).AsSingle(), Next(1).AsSingle(), Next(2).AsSingle());
            Check(FewDigits(Next(0).AsUInt32()), FewDigits(Next(1).AsUInt32()), FewDigits(Next(2).AsUInt32()));
            Check(Next(0).AsDouble(), Next(1).AsDouble(), Next(2).AsDouble());
            Check(FewDigits(Next(0)), FewDigits(Next(1)), FewDigits(Next(2)));
        }
    }

    /// <summary>Thirteen or 24 digits by one bit, and exponents from −8 to 7.</summary>
    private static Vector128<float> FewDigits(Vector128<uint> bits)
    {
        var digits = bits & Vector128.ConditionalSelect(Vector128.Equals(bits & Vector128.Create(1u << 30), Vector128<uint>.Zero), Vector128.Create(0x807F_F800), Vector128.Create(0x807F_FFFF));
        return (digits | (((bits >>> 24) & Vector128.Create(15u)) + Vector128.Create(119u) << 23)).AsSingle();
    }

    private static Vector128<double> FewDigits(Vector128<ulong> bits)
    {
        var digits = bits & Vector128.ConditionalSelect(Vector128.Equals(bits & Vector128.Create(1ul << 61), Vector128<ulong>.Zero), Vector128.Create(0x800F_FFFF_FC00_0000), Vector128.Create(0x800F_FFFF_FFFF_FFFF));
        return (digits | (((bits >>> 53) & Vector128.Create(15ul)) + Vector128.Create(1015ul) << 52)).AsDouble();
    }

    private static void Check(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
        var (expected, found) = (Vector128.FusedMultiplyAdd(left, right, addend), SoftwareFma.MultiplyAdd(left, right, addend));
        var isSame = Vector128.Equals(expected.AsInt32(), found.AsInt32()) | (Vector128.IsNaN(expected) & Vector128.IsNaN(found)).AsInt32();
        if (isSame != Vector128<int>.AllBitsSet)
        {
            Assert.Fail($"{left} x {right} + {addend}: {expected} expected, {found} found.");
        }
    }

    private static void Check(Vector128<double> left, Vector128<double> right, Vector128<double> addend)
    {
        var (expected, found) = (Vector128.FusedMultiplyAdd(left, right, addend), SoftwareFma.MultiplyAdd(left, right, addend));
        var isSame = Vector128.Equals(expected.AsInt64(), found.AsInt64()) | (Vector128.IsNaN(expected) & Vector128.IsNaN(found)).AsInt64();
        if (isSame != Vector128<long>.AllBitsSet)
        {
            Assert.Fail($"{left} x {right} + {addend}: {expected} expected, {found} found.");
        }
    }

    private static T[] Signed<T>(T[] magnitudes)
        where T : System.Numerics.INumber<T> => [.. magnitudes, .. magnitudes.Select(magnitude => -magnitude)];
}
