namespace SimdReg.Sums;

/// <summary>Cuts a span into blocks, each of which is summed on its own.</summary>
/// <remarks>
/// Within a block the rounding errors of a lane grow with the block's length at most, and from block to block the sum
/// is compensated. Each block begins anew with empty accumulators, which costs as much as some thirty elements.
/// </remarks>
internal ref struct Blocks<T>(ReadOnlySpan<T> span)
{
    /// <summary>64 KiB of floats: the eight streams of a sum are two pages apart, and a block stays in the second-level cache.</summary>
    public const int Length = 16384;

    private ReadOnlySpan<T> _rest = span;

    public ReadOnlySpan<T> Current { get; private set; }

    public readonly Blocks<T> GetEnumerator() => this;

    public bool MoveNext()
    {
        Current = _rest[..Math.Min(Length, _rest.Length)];
        _rest = _rest[Current.Length..];
        return !Current.IsEmpty;
    }
}
