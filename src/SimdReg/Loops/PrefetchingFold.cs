using System.Runtime.CompilerServices;

namespace SimdReg.Loops;

/// <summary>A fold that fetches ahead of the weights that it adds.</summary>
internal readonly ref struct PrefetchingFold<TFold, TTotals, TSums, T>(TFold fold) : IFold<TTotals, TSums, T>
    where TFold : struct, IFold<TTotals, TSums, T>, allows ref struct
    where TTotals : struct
    where TSums : struct
    where T : unmanaged
{
    private readonly TFold _fold = fold;

    public static int Count => TFold.Count;

    public static int Turns => TFold.Turns;

    public TTotals Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _fold.Start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref TTotals totals, ref readonly T weights)
    {
        Prefetch.Ahead(in weights);
        _fold.Add(ref totals, in weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Gather(ref TSums sums, TTotals totals) => _fold.Gather(ref sums, totals);
}
