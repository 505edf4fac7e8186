using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SimdReg;

/// <summary>The properties of an element type, and the check that it is float or double.</summary>
internal static class Element<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether the type is float.</summary>
    /// <remarks>
    /// Not for lanes, which compare the types themselves: the JIT resolves such a comparison before it inlines anything, but inlines both
    /// branches of a test on a property, and it stops at 1,024 local variables in a loop.
    /// </remarks>
    public static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    /// <summary>The smallest normal number. Arithmetic on smaller numbers is slow and loses digits.</summary>
    public static double SmallestNormal
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 1.17549435082228751e-38 : 2.2250738585072014e-308;
    }

    /// <summary>The largest finite number.</summary>
    public static T LargestFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Round(typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue);
    }

    /// <summary>0, 1, 2 and so on: one for each of the widest lanes.</summary>
    public static ReadOnlySpan<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float)
            ? MemoryMarshal.Cast<float, T>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
            : MemoryMarshal.Cast<double, T>([0, 1, 2, 3, 4, 5, 6, 7]);
    }

    /// <summary>Rounds a value to the nearest <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round(double value)
    {
        // The types are compared here: calls would use up the JIT's inlining budget, because every splat comes through here.
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            Refuse();
        }

        // A cast through object would box in unoptimised code.
        return typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value);
    }

    /// <summary>Throws for every type other than float and double.</summary>
    /// <remarks>Half satisfies the constraint, but its fused multiply-add rounds twice.</remarks>
    // The types are compared here instead of through IsSingle, so that the JIT removes the call before it inlines anything.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            Refuse();
        }
    }

    private static void Refuse() => throw new NotSupportedException(
        $"SimdReg computes with float and double, not with {typeof(T).Name}."
        + (typeof(T) == typeof(Half) ? " Half is for storage: pass new StoredSpan(numbers) or new ReadOnlyStoredSpan(numbers), and step them by an Optimizer<float> with a NumberStorage." : ""));
}
