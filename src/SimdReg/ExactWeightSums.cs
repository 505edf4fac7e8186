using System.Numerics;
using System.Text.Json.Serialization;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>
/// Exact Σ|w| and Σw² for any number of weights of any size: adds spans, merges, and can be stored and read.
/// </summary>
/// <remarks>
/// <para>
/// Sums of parts of a model, from several threads or machines, can be merged in any order: the result has the same bits as one pass over
/// the whole model. For weights in one span, <see cref="WeightSums.Measure{T}(ReadOnlySpan{T}, int)"/> gives the same bits faster.
/// </para>
/// <para>
/// Stored form, version 1, all numbers little-endian: "SRWS", the version, the largest finite magnitude, the counts of
/// non-zeros, infinities and NaNs in 8 bytes each, Σ|w| and Σw² as integers, and a CRC-32C of everything before it.
/// </para>
/// <para>
/// An instance takes 2 KiB for any number of weights. Several threads may read it at the same time, but not while one adds to it: use one
/// instance for each thread, and merge them.
/// </para>
/// </remarks>
[JsonConverter(typeof(NoJsonForm))]
public sealed class ExactWeightSums
{
    private const uint Version = 1;
    private const string StoredName = "weight sums";

    private ExactNorms _norms = new();

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    public static int ByteCount { get; } = StoredForm.HeaderLength + new ExactNorms().ByteCount + StoredForm.ChecksumLength;

    private static ReadOnlySpan<byte> Letters => "SRWS"u8;

    /// <summary>Adds weights.</summary>
    /// <typeparam name="T">The element: <see langword="float"/> or <see langword="double"/>. One instance accepts both.</typeparam>
    /// <param name="weights">w. May be empty.</param>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    /// <exception cref="OverflowException">The instance would hold 2⁶³ or more weights that are not zero. Nothing has been added.</exception>
    public void Add<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        _norms.Add(weights);
    }

    /// <inheritdoc cref="Add{T}(ReadOnlySpan{T})"/>
    /// <exception cref="ArgumentNullException"><paramref name="weights"/> is null.</exception>
    // C# before 14 and F# do not infer T of a span from an array.
    public void Add<T>(T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        Add((ReadOnlySpan<T>)weights);
    }

    /// <summary>Adds weights in any format.</summary>
    /// <param name="weights">w. May be empty.</param>
    /// <exception cref="OverflowException">The instance would hold 2⁶³ or more weights that are not zero. Nothing has been added.</exception>
    public void Add(ReadOnlyStoredSpan weights)
    {
        var added = new ExactNorms();
        var blocks = new StoredBlocks(weights, stackalloc float[StoredBlocks.BufferLength]);
        while (blocks.MoveNext())
        {
            added.Add(blocks.Current);
        }

        _norms.Add(added);
    }

    /// <summary>Adds the sums and counts of another instance, which may be this one.</summary>
    /// <param name="other">The other instance.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="OverflowException">Together they hold 2⁶³ or more weights that are not zero. Nothing has been added.</exception>
    public void Add(ExactWeightSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _norms.Add(other._norms);
    }

    /// <summary>Rounds each sum once to the nearest value of a type.</summary>
    /// <typeparam name="T">The type: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <returns>The sums, counts and extremes.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public WeightSums<T> Round<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        return _norms.Round<T>();
    }

    /// <summary>Computes s₁·Σ|w| + (s₂/2)·Σw², rounded once to the nearest value of a type.</summary>
    /// <typeparam name="T">The type: <see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="penalty">The penalty: <see cref="L1"/>, <see cref="L2"/>, <see cref="ElasticNet"/> or <see cref="None"/>.</param>
    /// <returns>The sum, correctly rounded.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="penalty"/> is null.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither float nor double.</exception>
    public T PenaltySum<T>(INormPenalty penalty)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Element<T>.Require();
        ArgumentNullException.ThrowIfNull(penalty);
        return _norms.Round<T>(new NormStrengths(penalty.Norms.L1.Strength, penalty.Norms.L2.Strength));
    }

    /// <summary>Writes the sums as bytes, the same on every machine, with a version and a checksum.</summary>
    /// <param name="destination">The destination. Bytes after the first <see cref="ByteCount"/> are not changed.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="ByteCount"/>. Nothing has been written.</exception>
    public void WriteTo(Span<byte> destination)
    {
        StoredForm.RequireRoom(destination, ByteCount);
        StoredForm.WriteHeader(destination, Letters, Version);
        _norms.WriteTo(destination[StoredForm.HeaderLength..]);
        StoredForm.Seal(destination[..ByteCount]);
    }

    /// <summary>Replaces the sums by those that <see cref="WriteTo"/> wrote.</summary>
    /// <param name="source">The bytes. Bytes after the first <see cref="ByteCount"/> are not read.</param>
    /// <exception cref="InvalidDataException">
    /// The bytes are too few, are not stored sums, are of another version or damaged, or are inconsistent: no weights have such counts,
    /// sums and largest magnitude. The instance is unchanged.
    /// </exception>
    public void ReadFrom(ReadOnlySpan<byte> source)
    {
        StoredForm.RequireLength(source, ByteCount, StoredName);
        StoredForm.RequireHeader(source, Letters, Version, Version, StoredName);
        StoredForm.RequireSeal(source[..ByteCount], StoredName);
        _norms = ExactNorms.ReadFrom(source[StoredForm.HeaderLength..]);
    }

    /// <summary>Both sums, rounded to double, and the counts.</summary>
    /// <returns>The text of <see cref="Round{T}()"/> for double.</returns>
    public override string ToString() => Round<double>().ToString();
}
