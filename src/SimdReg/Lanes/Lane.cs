using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace SimdReg.Lanes;

/// <summary>One element: for spans shorter than a vector, the tail of a sum, and machines without SIMD.</summary>
[JsonConverter(typeof(NoJsonForm))]
internal readonly struct Lane<T>(T value) : ILanes<Lane<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Splat(double value) => new(Element<T>.Round(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Load(ref readonly T source)
    {
        Element<T>.Require();
        return new(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> LoadWidened(ref readonly float source) => new(Element<T>.Round(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => destination = _value;

    static Lane<T> ILanes<Lane<T>>.Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Load(in MemoryMarshal.GetReference(Element<T>.Indices));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane<T> ILanes<Lane<T>>.LoadStored<TStored>(ref readonly TStored source) =>
        typeof(TStored) == typeof(BFloat16)
            ? new(Element<T>.Round(BitConverter.UInt32BitsToSingle(BFloat16Bits.Load<Bits32>(in Unsafe.As<TStored, BFloat16>(ref Unsafe.AsRef(in source))).Value)))
            : Load(in Unsafe.As<TStored, T>(ref Unsafe.AsRef(in source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane<T> ILanes<Lane<T>>.Round<TStored, TRounding>(Lane<T> value, bool flushes, in TRounding rounding, nuint index, int number) =>
        typeof(TStored) == typeof(BFloat16)
            ? new(Element<T>.Round(BitConverter.UInt32BitsToSingle(BFloat16Bits.Round(new Bits32(BitConverter.SingleToUInt32Bits(Unsafe.BitCast<T, float>(value._value))), flushes, in rounding, index, number).Value)))
            : flushes ? FlushSubnormal(value)
            : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ILanes<Lane<T>>.StoreRounded<TStored>(ref TStored destination)
    {
        if (typeof(TStored) == typeof(BFloat16))
        {
            BFloat16Bits.Store(new Bits32(BitConverter.SingleToUInt32Bits(Unsafe.BitCast<T, float>(this._value))), ref Unsafe.As<TStored, BFloat16>(ref destination));
        }
        else
        {
            Store(ref Unsafe.As<TStored, T>(ref destination));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator +(Lane<T> left, Lane<T> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator -(Lane<T> left, Lane<T> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator *(Lane<T> left, Lane<T> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator /(Lane<T> left, Lane<T> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator -(Lane<T> value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Fma(Lane<T> left, Lane<T> right, Lane<T> addend)
    {
        Element<T>.Require();
        return new(T.FusedMultiplyAdd(left._value, right._value, addend._value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Sqrt(Lane<T> value) => new(T.Sqrt(value._value));

    static Lane<T> ILanes<Lane<T>>.LargestFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Element<T>.LargestFinite);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Abs(Lane<T> value) => new(T.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> CopySign(Lane<T> magnitude, Lane<T> sign) => new(T.CopySign(magnitude._value, sign._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Min(Lane<T> left, Lane<T> right) => new(T.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Max(Lane<T> left, Lane<T> right) => new(T.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> MaxOrRight(Lane<T> left, Lane<T> right) =>
        left._value > right._value ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane<T> ILanes<Lane<T>>.MaxOfMagnitudes(Lane<T> left, Lane<T> right) =>
        right._value < left._value || T.IsNaN(left._value) ? left : right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> FlushSubnormal(Lane<T> value) =>
        SelectLess(Abs(value), Splat(Element<T>.SmallestNormal), default, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> SelectLess(Lane<T> left, Lane<T> right, Lane<T> ifTrue, Lane<T> ifFalse) =>
        left._value < right._value ? ifTrue : ifFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> SelectEqual(Lane<T> left, Lane<T> right, Lane<T> ifTrue, Lane<T> ifFalse) =>
        left._value == right._value ? ifTrue : ifFalse;

    // The bits of the exponent become the last ones of a number 2²³ or 2⁵², from which that number and the bias are taken off: exact, and no conversion.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane<T> ILanes<Lane<T>>.Exponent(Lane<T> value) =>
        typeof(T) == typeof(float)
            ? new(Element<T>.Round(BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(Unsafe.BitCast<T, float>(value._value)) >>> FloatBits.Exponent) | FloatBits.Carrier) - FloatBits.CarrierAndBias))
            : new(Element<T>.Round(BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(Unsafe.BitCast<T, double>(value._value)) >>> DoubleBits.Exponent) | DoubleBits.Carrier) - DoubleBits.CarrierAndBias));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane<T> ILanes<Lane<T>>.Significand(Lane<T> value) =>
        typeof(T) == typeof(float)
            ? new(Element<T>.Round(BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(Unsafe.BitCast<T, float>(value._value)) & FloatBits.Significand) | FloatBits.One)))
            : new(Element<T>.Round(BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(Unsafe.BitCast<T, double>(value._value)) & DoubleBits.Significand) | DoubleBits.One)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ILanes<Lane<T>>.ZeroBits(Lane<T> value) => value._value == T.Zero ? 1u : 0;
}
