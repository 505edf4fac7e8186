using System.Runtime.CompilerServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>A term of a sum: a function of one weight.</summary>
internal interface ITerm
{
    /// <summary>Whether the term is so large that the JIT would leave calls in a loop that holds it more than once. It is then at least 0, and computed into a buffer.</summary>
    static virtual bool IsLarge => false;

    /// <summary>The term of a weight in each lane, rounded. In lanes of double, a norm's term of a float is exact.</summary>
    L Of<L>(L weights)
        where L : struct, ILanes<L>;

    /// <summary>Adds the term of one weight in each lane to a sum.</summary>
    TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L>;
}

/// <summary>|w|</summary>
internal readonly struct MagnitudeTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L weights)
        where L : struct, ILanes<L> => L.Abs(weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> => sum.Plus(Of(weights));
}

/// <summary>w²</summary>
internal readonly struct SquareTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L weights)
        where L : struct, ILanes<L> => weights * weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> => sum.PlusSquare(weights);
}

/// <summary>p(w)</summary>
internal readonly struct ValueTerm<TPenalty>(TPenalty penalty) : ITerm
    where TPenalty : struct, IPenalty
{
    public static bool IsLarge => TPenalty.HasLargeValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L weights)
        where L : struct, ILanes<L> => penalty.Value(weights);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> => sum.Plus(Of(weights));
}

/// <summary>The distance of another term from the nearest multiple of 2⁻⁵²·power, where power is a power of two above the term.</summary>
internal readonly struct RemainderTerm<TTerm>(double power) : ITerm
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Of<L>(L weights)
        where L : struct, ILanes<L>
    {
        var term = default(TTerm).Of(weights);
        return L.Abs(term + L.Splat(power) - L.Splat(power) - term);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSum AddTo<TSum, L>(TSum sum, L weights)
        where TSum : struct, ILaneSum<TSum, L>
        where L : struct, ILanes<L> => sum.Plus(Of(weights));
}

/// <summary>The target ← the term of the source</summary>
internal readonly struct TermFormula<TTerm>(TTerm term) : IElementwise
    where TTerm : struct, ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Rate<L>()
        where L : struct, ILanes<L> => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Next<L>(L target, L source, ref StateLanes<L> state)
        where L : struct, ILanes<L> => term.Of(source);
}
