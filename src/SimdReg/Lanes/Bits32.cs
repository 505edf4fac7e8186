using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>The bits of a <see cref="Lane{T}"/> of float.</summary>
internal readonly struct Bits32(uint value) : IBitLanes<Bits32>
{
    public uint Value { get; } = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 Splat(uint value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 Indices(uint start) => new(start);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 Load(ref readonly uint source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 LoadHalves(ref readonly ushort source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 LoadBytes(ref readonly byte source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination) => destination = Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreHalves(ref ushort destination) => destination = (ushort)Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(ref byte destination) => destination = (byte)Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator +(Bits32 left, Bits32 right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator -(Bits32 left, Bits32 right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator *(Bits32 left, Bits32 right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator &(Bits32 left, Bits32 right) => new(left.Value & right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator |(Bits32 left, Bits32 right) => new(left.Value | right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator ^(Bits32 left, Bits32 right) => new(left.Value ^ right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator ^(Bits32 left, uint right) => new(left.Value ^ right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator <<(Bits32 value, int count) => new(value.Value << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 operator >>>(Bits32 value, int count) => new(value.Value >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 Magnitude(Bits32 floats) => new(floats.Value & 0x7FFF_FFFF);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 XorShift(Bits32 value, int count) => new(value.Value ^ (value.Value >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 XorShift(Bits32 value, int count, uint multiplier) => new((value.Value ^ (value.Value >>> count)) * multiplier);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 SelectLess(Bits32 left, Bits32 right, Bits32 ifTrue, Bits32 ifFalse) =>
        (int)left.Value < (int)right.Value ? ifTrue : ifFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 Min(Bits32 left, Bits32 right) => new(Math.Min(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 Max(Bits32 left, Bits32 right) => new(Math.Max(left.Value, right.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LargestOf(Bits32 integers) => integers.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 ScaleFloats(Bits32 floats, float factor) =>
        new(BitConverter.SingleToUInt32Bits(BitConverter.UInt32BitsToSingle(floats.Value) * factor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 ToIntegers(Bits32 floats) => new((uint)float.ConvertToIntegerNative<int>(BitConverter.UInt32BitsToSingle(floats.Value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Bits32 ToFloats(Bits32 integers) => new(BitConverter.SingleToUInt32Bits((int)integers.Value));
}
