using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SimdReg.Lanes;

/// <summary>The bits of <see cref="Lanes512{T}"/> of float.</summary>
internal readonly struct Bits512(Vector512<uint> vector) : IBitLanes<Bits512>
{
    // A field, not a property: each getter is one more call that the JIT must inline, and it inlines so many into a loop and no more.
    public readonly Vector512<uint> Vector = vector;

    public static int Count => Vector512<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 Splat(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 Indices(uint start) => new(Vector512<uint>.Indices + Vector512.Create(start));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 Load(ref readonly uint source) => new(Vector512.LoadUnsafe(in source));

    // One instruction loads and widens, one narrows, where the processor has them.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 LoadHalves(ref readonly ushort source)
    {
        var halves = Vector256.LoadUnsafe(in source);
        return new(Avx512F.IsSupported ? Avx512F.ConvertToVector512UInt32(halves) : Vector512.WidenLower(halves.ToVector512()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 LoadBytes(ref readonly byte source)
    {
        var bytes = Vector128.LoadUnsafe(in source);
        return new(Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(bytes)
            : Vector512.WidenLower(Vector256.WidenLower(bytes.ToVector256()).ToVector512()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination) => Vector.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreHalves(ref ushort destination)
    {
        var halves = Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(Vector) : Vector256.Narrow(Vector.GetLower(), Vector.GetUpper());
        halves.StoreUnsafe(ref destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(ref byte destination)
    {
        var bytes = Avx512F.IsSupported
            ? Avx512F.ConvertToVector128Byte(Vector)
            : Vector128.Narrow(
                Vector128.Narrow(Vector.GetLower().GetLower(), Vector.GetLower().GetUpper()),
                Vector128.Narrow(Vector.GetUpper().GetLower(), Vector.GetUpper().GetUpper()));
        bytes.StoreUnsafe(ref destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator +(Bits512 left, Bits512 right) => new(left.Vector + right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator -(Bits512 left, Bits512 right) => new(left.Vector - right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator *(Bits512 left, Bits512 right) => new(left.Vector * right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator &(Bits512 left, Bits512 right) => new(left.Vector & right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator |(Bits512 left, Bits512 right) => new(left.Vector | right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator ^(Bits512 left, Bits512 right) => new(left.Vector ^ right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator ^(Bits512 left, uint right) => new(left.Vector ^ Vector512.Create(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator <<(Bits512 value, int count) => new(value.Vector << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 operator >>>(Bits512 value, int count) => new(value.Vector >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 Magnitude(Bits512 floats) => new(floats.Vector & Vector512.Create(0x7FFF_FFFFu));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 XorShift(Bits512 value, int count) => new(value.Vector ^ (value.Vector >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 XorShift(Bits512 value, int count, uint multiplier) => new((value.Vector ^ (value.Vector >>> count)) * Vector512.Create(multiplier));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 SelectLess(Bits512 left, Bits512 right, Bits512 ifTrue, Bits512 ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.Vector.AsInt32(), right.Vector.AsInt32()).AsUInt32(), ifTrue.Vector, ifFalse.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 Min(Bits512 left, Bits512 right) => new(Vector512.Min(left.Vector.AsInt32(), right.Vector.AsInt32()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 Max(Bits512 left, Bits512 right) => new(Vector512.Max(left.Vector.AsInt32(), right.Vector.AsInt32()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LargestOf(Bits512 integers) => LargestOf(Vector256.Max(integers.Vector.GetLower().AsInt32(), integers.Vector.GetUpper().AsInt32()));

    /// <inheritdoc cref="LargestOf(Bits512)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LargestOf(Vector256<int> integers) => LargestOf(Vector128.Max(integers.GetLower(), integers.GetUpper()));

    /// <inheritdoc cref="LargestOf(Bits512)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LargestOf(Vector128<int> integers)
    {
        var pairs = Vector128.Max(integers, Vector128.Shuffle(integers, Vector128.Create(2, 3, 0, 1)));
        return (uint)Math.Max(pairs[0], pairs[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 ScaleFloats(Bits512 floats, float factor) => new((floats.Vector.AsSingle() * Vector512.Create(factor)).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 ToIntegers(Bits512 floats) => new(Vector512.ConvertToInt32Native(floats.Vector.AsSingle()).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits512 ToFloats(Bits512 integers) => new(Vector512.ConvertToSingle(integers.Vector.AsInt32()).AsUInt32());
}
