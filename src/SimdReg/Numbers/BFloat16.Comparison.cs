using System.Diagnostics.CodeAnalysis;

namespace SimdReg;

public readonly partial struct BFloat16
{
    /// <summary>Whether both are equal as numbers: +0 equals −0, and NaN equals nothing.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if they are equal.</returns>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == (float)right;

    /// <summary>Whether both differ as numbers: NaN differs from everything.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if they differ.</returns>
    public static bool operator !=(BFloat16 left, BFloat16 right) => (float)left != (float)right;

    /// <summary>Whether <paramref name="left"/> is smaller; <see langword="false"/> if one is NaN.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if it is smaller.</returns>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;

    /// <summary>Whether <paramref name="left"/> is larger; <see langword="false"/> if one is NaN.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if it is larger.</returns>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;

    /// <summary>Whether <paramref name="left"/> is smaller or equal; <see langword="false"/> if one is NaN.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if it is smaller or equal.</returns>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;

    /// <summary>Whether <paramref name="left"/> is larger or equal; <see langword="false"/> if one is NaN.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if it is larger or equal.</returns>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;

    /// <summary>Orders numbers: NaN comes before −∞ and equals NaN, −0 equals +0.</summary>
    /// <param name="other">The other number.</param>
    /// <returns>A negative number if this one comes first, 0 if both are equal, a positive number otherwise.</returns>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo((float)other);

    /// <summary>Orders numbers as <see cref="CompareTo(BFloat16)"/> does, and <see langword="null"/> before them.</summary>
    /// <param name="obj">A <see cref="BFloat16"/> or <see langword="null"/>.</param>
    /// <returns>A negative number if this one comes first, 0 if both are equal, a positive number otherwise.</returns>
    /// <exception cref="ArgumentException"><paramref name="obj"/> is neither.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        BFloat16 other => CompareTo(other),
        null => 1,
        _ => throw new ArgumentException($"{nameof(obj)} is a {obj.GetType()}: it must be a {typeof(BFloat16)}.", nameof(obj)),
    };

    /// <summary>Whether both are equal: +0 equals −0, and NaN equals NaN.</summary>
    /// <param name="other">The other number.</param>
    /// <returns><see langword="true"/> if they are equal.</returns>
    public bool Equals(BFloat16 other) => ((float)this).Equals((float)other);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();
}
