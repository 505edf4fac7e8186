using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Serialization;

namespace SimdReg.Lanes;

/// <summary>A <see cref="Vector512{T}"/>, for machines with AVX-512, where <see cref="Vector{T}"/> has 256 bits.</summary>
[JsonConverter(typeof(NoJsonForm))]
internal readonly struct Lanes512<T>(Vector512<T> vector) : ILanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _vector = vector;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Splat(double value) => new(Vector512.Create(Element<T>.Round(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Load(ref readonly T source)
    {
        Element<T>.Require();
        return new(Vector512.LoadUnsafe(in source));
    }

    // One instruction loads and converts; widening a loaded vector would be a second one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> LoadWidened(ref readonly float source) =>
        typeof(T) == typeof(float) ? new(Vector512.LoadUnsafe(in source).As<float, T>())
        : Avx512F.IsSupported ? new(Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(in source)).As<double, T>())
        : new(Vector512.WidenLower(Vector256.LoadUnsafe(in source).ToVector512()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => _vector.StoreUnsafe(ref destination);

    static Lanes512<T> ILanes<Lanes512<T>>.Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Load(in MemoryMarshal.GetReference(Element<T>.Indices));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.LoadStored<TStored>(ref readonly TStored source) =>
        typeof(TStored) == typeof(BFloat16)
            ? new(BFloat16Bits.Load<Bits512>(in Unsafe.As<TStored, BFloat16>(ref Unsafe.AsRef(in source))).Vector.As<uint, T>())
            : Load(in Unsafe.As<TStored, T>(ref Unsafe.AsRef(in source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.Round<TStored, TRounding>(Lanes512<T> value, bool flushes, in TRounding rounding, nuint index, int number) =>
        typeof(TStored) == typeof(BFloat16)
            ? new(BFloat16Bits.Round(new Bits512(value._vector.As<T, uint>()), flushes, in rounding, index, number).Vector.As<uint, T>())
            : flushes ? FlushSubnormal(value)
            : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ILanes<Lanes512<T>>.StoreRounded<TStored>(ref TStored destination)
    {
        if (typeof(TStored) == typeof(BFloat16))
        {
            BFloat16Bits.Store(new Bits512(this._vector.As<T, uint>()), ref Unsafe.As<TStored, BFloat16>(ref destination));
        }
        else
        {
            Store(ref Unsafe.As<TStored, T>(ref destination));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> left, Lanes512<T> right) => new(left._vector + right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> left, Lanes512<T> right) => new(left._vector - right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> left, Lanes512<T> right) => new(left._vector * right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> left, Lanes512<T> right) => new(left._vector / right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> value) => new(-value._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fma(Lanes512<T> left, Lanes512<T> right, Lanes512<T> addend) =>
        typeof(T) == typeof(float)
            ? new(Vector512.FusedMultiplyAdd(left._vector.As<T, float>(), right._vector.As<T, float>(), addend._vector.As<T, float>()).As<float, T>())
            : new(Vector512.FusedMultiplyAdd(left._vector.As<T, double>(), right._vector.As<T, double>(), addend._vector.As<T, double>()).As<double, T>());

    // One instruction each; an Fma would keep the negation as a second one.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fms(Lanes512<T> left, Lanes512<T> right, Lanes512<T> subtrahend) =>
        !Avx512F.IsSupported ? Fma(left, right, -subtrahend)
        : typeof(T) == typeof(float) ? new(Avx512F.FusedMultiplySubtract(left._vector.As<T, float>(), right._vector.As<T, float>(), subtrahend._vector.As<T, float>()).As<float, T>())
        : new(Avx512F.FusedMultiplySubtract(left._vector.As<T, double>(), right._vector.As<T, double>(), subtrahend._vector.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Fnma(Lanes512<T> left, Lanes512<T> right, Lanes512<T> addend) =>
        !Avx512F.IsSupported ? Fma(-left, right, addend)
        : typeof(T) == typeof(float) ? new(Avx512F.FusedMultiplyAddNegated(left._vector.As<T, float>(), right._vector.As<T, float>(), addend._vector.As<T, float>()).As<float, T>())
        : new(Avx512F.FusedMultiplyAddNegated(left._vector.As<T, double>(), right._vector.As<T, double>(), addend._vector.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Scale(Lanes512<T> value, double factor) => new(value._vector * Vector512.Create(Element<T>.Round(factor)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> value) => new(Vector512.Sqrt(value._vector));

    static Lanes512<T> ILanes<Lanes512<T>>.LargestFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512.Create(Element<T>.LargestFinite));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Abs(Lanes512<T> value) => new(Vector512.Abs(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> CopySign(Lanes512<T> magnitude, Lanes512<T> sign) =>
        new(Vector512.CopySign(magnitude._vector, sign._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Min(Lanes512<T> left, Lanes512<T> right) => new(Vector512.Min(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Max(Lanes512<T> left, Lanes512<T> right) => new(Vector512.Max(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MaxOrRight(Lanes512<T> left, Lanes512<T> right) =>
        Sse.IsSupported ? new(Vector512.MaxNative(left._vector, right._vector)) : SelectLess(right, left, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MinOrRight(Lanes512<T> left, Lanes512<T> right) =>
        Sse.IsSupported ? new(Vector512.MinNative(left._vector, right._vector)) : SelectLess(left, right, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.MaxOfMagnitudes(Lanes512<T> left, Lanes512<T> right) =>
        typeof(T) == typeof(float)
            ? new(Vector512.Max(left._vector.As<T, int>(), right._vector.As<T, int>()).As<int, T>())
            : new(Vector512.Max(left._vector.As<T, long>(), right._vector.As<T, long>()).As<long, T>());

    // One instruction classifies each number, where a comparison would need the magnitude first. "x and not x" under the mask is one more;
    // a blend would need a zero first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> FlushSubnormal(Lanes512<T> value)
    {
        if (!Avx512DQ.IsSupported)
        {
            return SelectLess(Abs(value), Splat(Element<T>.SmallestNormal), default, value);
        }

        const byte ZerosAndSubnormals = 0x02 | 0x04 | 0x20;
        var vector = value._vector;
        var flushed = typeof(T) == typeof(float)
            ? Avx512DQ.Classify(vector.As<T, float>(), ZerosAndSubnormals).As<float, T>()
            : Avx512DQ.Classify(vector.As<T, double>(), ZerosAndSubnormals).As<double, T>();
        return new(Vector512.ConditionalSelect(flushed, Vector512.AndNot(vector, vector), vector));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sign(Lanes512<T> value)
    {
        if (!Avx512F.IsSupported)
        {
            return ILanes<Lanes512<T>>.SelectSign(value);
        }

        // One hexadecimal digit for each class of number, from the last: quiet NaN, signalling NaN, 0, 1, −∞, ∞, negative, positive. The digit 1
        // selects the number itself, 9 selects −1, A selects 1.
        const uint Choices = 0xA9A9A111;
        var vector = value._vector;
        return typeof(T) == typeof(float)
            ? new(Avx512F.Fixup(vector.As<T, float>(), vector.As<T, float>(), Vector512.Create(unchecked((int)Choices)), 0).As<float, T>())
            : new(Avx512F.Fixup(vector.As<T, double>(), vector.As<T, double>(), Vector512.Create((long)Choices), 0).As<double, T>());
    }

    // One instruction each: the part of the number within the threshold, and the larger magnitude.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> SoftThreshold(Lanes512<T> value, Lanes512<T> threshold)
    {
        const byte SmallerMagnitudeWithSignOfFirst = 0x02;
        return !Avx512DQ.IsSupported ? ILanes<Lanes512<T>>.LessClamped(value, -threshold, threshold)
            : value - Range(value, threshold, SmallerMagnitudeWithSignOfFirst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.Shrink(Lanes512<T> value, Lanes512<T> rate, double strength) => SoftThreshold(value, Scale(rate, strength));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.SmallerMagnitude(Lanes512<T> value, Lanes512<T> other)
    {
        const byte SmallerMagnitudeWithSignOfFirst = 0x02;
        return !Avx512DQ.IsSupported ? CopySign(MinOrRight(Abs(other), Abs(value)), value) : Range(value, other, SmallerMagnitudeWithSignOfFirst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.LargerMagnitude(Lanes512<T> value, Lanes512<T> other)
    {
        const byte LargerMagnitudeWithSignOfFirst = 0x03;
        return !Avx512DQ.IsSupported ? CopySign(MaxOrRight(Abs(other), Abs(value)), value) : Range(value, other, LargerMagnitudeWithSignOfFirst);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.MaxMagnitudeOrRight(Lanes512<T> value, Lanes512<T> right)
    {
        const byte LargerMagnitudeWithoutSign = 0x0B;
        return !Avx512DQ.IsSupported ? MaxOrRight(Abs(value), right) : Range(value, right, LargerMagnitudeWithoutSign);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> SelectLess(Lanes512<T> left, Lanes512<T> right, Lanes512<T> ifTrue, Lanes512<T> ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._vector, right._vector), ifTrue._vector, ifFalse._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> SelectEqual(Lanes512<T> left, Lanes512<T> right, Lanes512<T> ifTrue, Lanes512<T> ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(left._vector, right._vector), ifTrue._vector, ifFalse._vector));

    // The bits of the exponent become the last ones of a number 2²³ or 2⁵², from which that number and the bias are taken off: exact, and no conversion.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.Exponent(Lanes512<T> value) =>
        typeof(T) == typeof(float)
            ? new((((value._vector.As<T, uint>() >>> FloatBits.Exponent) | Vector512.Create(FloatBits.Carrier)).As<uint, float>() - Vector512.Create(FloatBits.CarrierAndBias)).As<float, T>())
            : new((((value._vector.As<T, ulong>() >>> DoubleBits.Exponent) | Vector512.Create(DoubleBits.Carrier)).As<ulong, double>() - Vector512.Create(DoubleBits.CarrierAndBias)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lanes512<T> ILanes<Lanes512<T>>.Significand(Lanes512<T> value) =>
        typeof(T) == typeof(float)
            ? new(((value._vector.As<T, uint>() & Vector512.Create(FloatBits.Significand)) | Vector512.Create(FloatBits.One)).As<uint, T>())
            : new(((value._vector.As<T, ulong>() & Vector512.Create(DoubleBits.Significand)) | Vector512.Create(DoubleBits.One)).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ILanes<Lanes512<T>>.ZeroBits(Lanes512<T> value) => (uint)Vector512.Equals(value._vector, Vector512<T>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512<T> Range(Lanes512<T> left, Lanes512<T> right, [ConstantExpected(Max = (byte)15)] byte which) =>
        typeof(T) == typeof(float)
            ? new(Avx512DQ.Range(left._vector.As<T, float>(), right._vector.As<T, float>(), which).As<float, T>())
            : new(Avx512DQ.Range(left._vector.As<T, double>(), right._vector.As<T, double>(), which).As<double, T>());
}
