using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>
/// Σ|w| and Σw² without any error, however many weights of whatever size: to be added to, merged, stored and read.
/// </summary>
/// <remarks>
/// <para>
/// Sums of parts of a model, from threads, machines or days, merge into the very bits that one pass over all of it gives,
/// in any order. Where all weights are at hand, <see cref="Penalty.Measure{T}(ReadOnlySpan{T}, int)"/> gives the same bits
/// faster.
/// </para>
/// <para>
/// Stored form, version 1, every number with its lowest byte first: "SRWS", the version, the largest finite magnitude, the counts of
/// non-zeros, infinities and NaNs in 8 bytes each, Σ|w| and Σw² as integers, and a CRC-32C of everything before it.
/// </para>
/// <para>An instance takes 2 KiB, however much goes into it. Any number of threads may read one, while none adds
/// to it: give each thread its own, and merge.</para>
/// </remarks>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ExactWeightSums
{
    private const uint Version = 1;
    private const string StoredName = "weight sums";

    private readonly ExactNorms _norms;

    /// <summary>Creates the sums of no weights.</summary>
    public ExactWeightSums()
        : this(new())
    {
    }

    private ExactWeightSums(ExactNorms norms) => _norms = norms;

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    public static int ByteCount { get; } = StoredForm.HeaderLength + new ExactNorms().ByteCount + StoredForm.ChecksumLength;

    private static ReadOnlySpan<byte> Letters => "SRWS"u8;

    /// <summary>Adds weights.</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>. Both may go into one sum.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    /// <exception cref="OverflowException">The instance would hold 2⁶³ weights that are not zero, or more. Nothing has been added.</exception>
    public void Add<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        _norms.Add(weights);
    }

    /// <summary>Adds all that another instance holds. The other keeps its sums, and may be this one.</summary>
    /// <param name="other">The other instance.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="OverflowException">Together they hold 2⁶³ weights that are not zero, or more. Nothing has been added.</exception>
    public void Add(ExactWeightSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _norms.Add(other._norms);
    }

    /// <summary>Everything, each sum rounded once to the nearest value of a type.</summary>
    /// <typeparam name="T">The type: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public WeightSums<T> Round<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        return _norms.Round<T>();
    }

    /// <summary>s₁·Σ|w| + (s₂/2)·Σw², rounded once to the nearest value of a type.</summary>
    /// <typeparam name="T">The type: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="penalty">The penalty: <see cref="L1"/>, <see cref="L2"/>, <see cref="ElasticNet"/> or another combination of the two norms.</param>
    /// <exception cref="ArgumentNullException"><paramref name="penalty"/> is null.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public T Charge<T>(INormPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        ArgumentNullException.ThrowIfNull(penalty);
        return _norms.Round<T>(new NormStrengths(penalty.Norms.L1.Strength, penalty.Norms.L2.Strength));
    }

    /// <summary>Writes the sums as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <param name="destination">Where they go. What lies behind the first <see cref="ByteCount"/> bytes is left alone.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        StoredForm.RequireRoom(destination, ByteCount);
        StoredForm.WriteHeader(destination, Letters, Version);
        _norms.WriteTo(destination[StoredForm.HeaderLength..]);
        StoredForm.Seal(destination[..ByteCount]);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <param name="source">The bytes. What lies behind the first <see cref="ByteCount"/> is not looked at.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are too few, are not stored sums, are of another version or damaged, or contradict themselves: no weights have
    /// such counts, sums and largest magnitude.
    /// </exception>
    public static ExactWeightSums ReadFrom(ReadOnlySpan<byte> source)
    {
        StoredForm.RequireLength(source, ByteCount, StoredName);
        StoredForm.RequireHeader(source, Letters, Version, Version, StoredName);
        StoredForm.RequireSeal(source[..ByteCount], StoredName);
        return new(ExactNorms.ReadFrom(source[StoredForm.HeaderLength..]));
    }
}
