using System.Buffers.Binary;
using System.Numerics;

namespace SimdReg.Sums;

/// <content>Stored form: largest finite magnitude, non-zeros, infinities and NaNs in 8 bytes each, then Σ|w| and Σw² as integers.</content>
internal sealed partial class ExactNorms
{
    private const int SumsOffset = 4 * sizeof(long);

    public int ByteCount => SumsOffset + _magnitudes.ByteCount + _squares.ByteCount;

    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(destination, _largestFinite);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], _nonZeroCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], _infinityCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], _nanCount);
        _magnitudes.WriteTo(destination.Slice(SumsOffset, _magnitudes.ByteCount));
        _squares.WriteTo(destination.Slice(SumsOffset + _magnitudes.ByteCount, _squares.ByteCount));
    }

    /// <summary>Reads bytes that <see cref="WriteTo"/> wrote.</summary>
    /// <exception cref="InvalidDataException">No weights have such counts, sums and largest magnitude.</exception>
    public static ExactNorms ReadFrom(ReadOnlySpan<byte> source)
    {
        var norms = new ExactNorms
        {
            _largestFinite = BinaryPrimitives.ReadDoubleLittleEndian(source),
            _nonZeroCount = BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            _infinityCount = BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            _nanCount = BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
        };
        norms._magnitudes.ReadFrom(source.Slice(SumsOffset, norms._magnitudes.ByteCount));
        norms._squares.ReadFrom(source.Slice(SumsOffset + norms._magnitudes.ByteCount, norms._squares.ByteCount));
        StoredForm.Refuse(
            !norms.AreCountsConsistent,
            "These stored weight sums contradict themselves: their counts must be at least 0, and infinities and NaNs together no more than non-zeros.");
        StoredForm.Refuse(
            !norms.AreSumsConsistent,
            "These stored weight sums contradict themselves: no weights of that number and that largest magnitude have these sums.");
        return norms;
    }

    private bool AreCountsConsistent =>
        _nonZeroCount >= 0 && _infinityCount >= 0 && _nanCount >= 0 && _nonZeroCount - _infinityCount >= _nanCount;

    /// <summary>Whether this number of finite weights with this largest magnitude can have these sums.</summary>
    /// <remarks>
    /// In units of 2⁻¹⁰⁷⁴ magnitudes are integers from 1 to the largest, L. Without one weight of magnitude L, k weights remain, with the sums
    /// a = Σ|w| and b = Σw². Each of them is at least 1, so k ≤ a, and none exceeds M = min(L, a − (k − 1)), so b ≤ M·a. By
    /// the Cauchy-Schwarz inequality a² ≤ k·b, and as w² ≡ w mod 2, a ≡ b mod 2. Other bounds, such as a ≤ k·L and k ≤ b ≤ k·L²,
    /// follow from these.
    /// </remarks>
    private bool AreSumsConsistent
    {
        get
        {
            var (magnitudes, squares) = (_magnitudes.Value, _squares.Value);
            var finiteCount = _nonZeroCount - _infinityCount - _nanCount;
            if (finiteCount == 0)
            {
                return BitConverter.DoubleToInt64Bits(_largestFinite) == 0 && magnitudes.IsZero && squares.IsZero;
            }

            if (!(_largestFinite is > 0 and <= double.MaxValue))
            {
                return false;
            }

            var (significand, exponent) = Binary.Split(_largestFinite);
            var largest = (BigInteger)significand << (exponent - UnitExponent);
            var k = new BigInteger(finiteCount - 1);
            var a = magnitudes - largest;
            var b = squares - (largest * largest);
            return k <= a && b >= 0 && b <= BigInteger.Min(largest, a - k + 1) * a && a * a <= k * b && (a - b).IsEven;
        }
    }
}
