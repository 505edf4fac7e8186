namespace SimdReg.Sums;

/// <summary>Numbers in one place or in several.</summary>
internal interface ISpans<T>
    where T : unmanaged
{
    int Count { get; }

    ReadOnlySpan<T> this[int index] { get; }
}

/// <summary>Numbers in one place.</summary>
internal readonly ref struct OneSpan<T>(ReadOnlySpan<T> span) : ISpans<T>
    where T : unmanaged
{
    private readonly ReadOnlySpan<T> _span = span;

    public int Count => 1;

    public ReadOnlySpan<T> this[int index] => _span;
}
