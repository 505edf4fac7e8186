using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Groups;

/// <summary>A set whose projection is a threshold: the numbers x of the weights that the threshold τ reduces to max(x − τ, 0).</summary>
internal interface IThresholdKey
{
    /// <summary>x</summary>
    static abstract L Of<L>(L weights)
        where L : struct, ILanes<L>;

    /// <summary>The new weight, from the reduced x and the old weight.</summary>
    static abstract L Restore<L>(L reduced, L weights)
        where L : struct, ILanes<L>;

    /// <summary>The largest x.</summary>
    static abstract T Largest<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Whether weights of this norm Σ|w| are in the set, if each weight alone could be.</summary>
    static abstract bool Holds<T>(T norm, T radius)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Whether each weight alone could be in the set.</summary>
    static abstract bool Allows<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>x = |w|, for the L1 ball.</summary>
internal readonly struct MagnitudeKey : IThresholdKey
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of<L>(L weights)
        where L : struct, ILanes<L> => L.Abs(weights);

    // Adding +0 turns −0 into +0 and changes nothing else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Restore<L>(L reduced, L weights)
        where L : struct, ILanes<L> => L.CopySign(reduced, weights) + L.Zero;

    public static T Largest<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Abs(TensorPrimitives.MaxMagnitude(weights));

    public static bool Holds<T>(T norm, T radius)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => norm <= radius;

    public static bool Allows<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => true;
}

/// <summary>x = w, for the simplex.</summary>
internal readonly struct SignedKey : IThresholdKey
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of<L>(L weights)
        where L : struct, ILanes<L> => weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Restore<L>(L reduced, L weights)
        where L : struct, ILanes<L> => reduced;

    public static T Largest<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Max(weights);

    public static bool Holds<T>(T norm, T radius)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => norm == radius;

    public static bool Allows<T>(ReadOnlySpan<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TensorPrimitives.Min(weights) >= T.Zero;
}
