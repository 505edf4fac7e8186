using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Serialization;
using HardwareFma = System.Runtime.Intrinsics.X86.Fma;

namespace SimdReg.Lanes;

/// <summary>A <see cref="Vector{T}"/>: the width that the runtime gives it.</summary>
[JsonConverter(typeof(NoJsonForm))]
internal readonly struct VectorLanes<T>(Vector<T> vector) : ILanes<VectorLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector<T> _vector = vector;

    public static int Count => Vector<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Splat(double value) => new(Vector.Create(Element<T>.Round(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Load(ref readonly T source)
    {
        Element<T>.Require();
        return new(Vector.LoadUnsafe(in source));
    }

    // One instruction loads and converts; widening a loaded vector takes more. The branches compare Vector<T>.Count, a constant that the JIT
    // knows before it inlines them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> LoadWidened(ref readonly float source)
    {
        if (typeof(T) == typeof(float))
        {
            return new(Vector.LoadUnsafe(in source).As<float, T>());
        }

        if (Avx.IsSupported && Vector<T>.Count == 4)
        {
            return new(Avx.ConvertToVector256Double(Vector128.LoadUnsafe(in source)).AsVector().As<double, T>());
        }

        return Vector<T>.Count switch
        {
            2 => new(Vector128.WidenLower(Vector64.LoadUnsafe(in source).ToVector128()).AsVector().As<double, T>()),
            4 => new(Vector256.WidenLower(Vector128.LoadUnsafe(in source).ToVector256()).AsVector().As<double, T>()),
            _ => new(Vector512.WidenLower(Vector256.LoadUnsafe(in source).ToVector512()).AsVector().As<double, T>()),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination) => _vector.StoreUnsafe(ref destination);

    static VectorLanes<T> ILanes<VectorLanes<T>>.Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Load(in MemoryMarshal.GetReference(Element<T>.Indices));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static VectorLanes<T> ILanes<VectorLanes<T>>.LoadStored<TStored>(ref readonly TStored source) =>
        typeof(TStored) == typeof(BFloat16)
            ? new(BFloat16Bits.Load<VectorBits>(in Unsafe.As<TStored, BFloat16>(ref Unsafe.AsRef(in source))).Vector.As<uint, T>())
            : Load(in Unsafe.As<TStored, T>(ref Unsafe.AsRef(in source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static VectorLanes<T> ILanes<VectorLanes<T>>.Round<TStored, TRounding>(VectorLanes<T> value, bool flushes, in TRounding rounding, nuint index, int number) =>
        typeof(TStored) == typeof(BFloat16)
            ? new(BFloat16Bits.Round(new VectorBits(value._vector.As<T, uint>()), flushes, in rounding, index, number).Vector.As<uint, T>())
            : flushes ? FlushSubnormal(value)
            : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void ILanes<VectorLanes<T>>.StoreRounded<TStored>(ref TStored destination)
    {
        if (typeof(TStored) == typeof(BFloat16))
        {
            BFloat16Bits.Store(new VectorBits(this._vector.As<T, uint>()), ref Unsafe.As<TStored, BFloat16>(ref destination));
        }
        else
        {
            Store(ref Unsafe.As<TStored, T>(ref destination));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> operator +(VectorLanes<T> left, VectorLanes<T> right) => new(left._vector + right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> operator -(VectorLanes<T> left, VectorLanes<T> right) => new(left._vector - right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> operator *(VectorLanes<T> left, VectorLanes<T> right) => new(left._vector * right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> operator /(VectorLanes<T> left, VectorLanes<T> right) => new(left._vector / right._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> operator -(VectorLanes<T> value) => new(-value._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    // As little code as can be, also of the branch that is not taken: all of it counts towards what the JIT is willing to inline.
    public static VectorLanes<T> Fma(VectorLanes<T> left, VectorLanes<T> right, VectorLanes<T> addend) =>
        !HardwareFma.IsSupported && !AdvSimd.IsSupported ? FmaInSoftware(left, right, addend)
        : typeof(T) == typeof(float)
            ? new(Vector.FusedMultiplyAdd(left._vector.As<T, float>(), right._vector.As<T, float>(), addend._vector.As<T, float>()).As<float, T>())
            : new(Vector.FusedMultiplyAdd(left._vector.As<T, double>(), right._vector.As<T, double>(), addend._vector.As<T, double>()).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static VectorLanes<T> FmaInSoftware(VectorLanes<T> left, VectorLanes<T> right, VectorLanes<T> addend) =>
        Vector<byte>.Count != 16 ? throw new PlatformNotSupportedException("Vectors of more than 128 bits, but no fused multiply-add.")
        : typeof(T) == typeof(float)
            ? new(SoftwareFma.MultiplyAdd(left.As128<float>(), right.As128<float>(), addend.As128<float>()).AsVector().As<float, T>())
            : new(SoftwareFma.MultiplyAdd(left.As128<double>(), right.As128<double>(), addend.As128<double>()).AsVector().As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static VectorLanes<T> ILanes<VectorLanes<T>>.AddExactProduct(VectorLanes<T> left, VectorLanes<T> right, VectorLanes<T> addend) =>
        HardwareFma.IsSupported || AdvSimd.IsSupported ? Fma(left, right, addend) : new((left._vector * right._vector) + addend._vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<TAs> As128<TAs>() => _vector.AsVector128().As<T, TAs>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Scale(VectorLanes<T> value, double factor) => new(value._vector * Vector.Create(Element<T>.Round(factor)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Sqrt(VectorLanes<T> value) => new(Vector.SquareRoot(value._vector));

    static VectorLanes<T> ILanes<VectorLanes<T>>.LargestFinite
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector.Create(Element<T>.LargestFinite));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Abs(VectorLanes<T> value) => new(Vector.Abs(value._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> CopySign(VectorLanes<T> magnitude, VectorLanes<T> sign) =>
        new(Vector.CopySign(magnitude._vector, sign._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Min(VectorLanes<T> left, VectorLanes<T> right) => new(Vector.Min(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Max(VectorLanes<T> left, VectorLanes<T> right) => new(Vector.Max(left._vector, right._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> MaxOrRight(VectorLanes<T> left, VectorLanes<T> right) =>
        Sse.IsSupported ? new(Vector.MaxNative(left._vector, right._vector)) : SelectLess(right, left, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> MinOrRight(VectorLanes<T> left, VectorLanes<T> right) =>
        Sse.IsSupported ? new(Vector.MinNative(left._vector, right._vector)) : SelectLess(left, right, left, right);

    // Written on vectors: this method occurs most often in a loop, and on lanes it would be four more calls to inline.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static VectorLanes<T> ILanes<VectorLanes<T>>.MaxOfMagnitudes(VectorLanes<T> left, VectorLanes<T> right) =>
        typeof(T) == typeof(float)
            ? new(Vector.Max(left._vector.As<T, int>(), right._vector.As<T, int>()).As<int, T>())
            : new(Vector.Max(left._vector.As<T, long>(), right._vector.As<T, long>()).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> FlushSubnormal(VectorLanes<T> value) =>
        new(Vector.ConditionalSelect(
            Vector.LessThan(Vector.Abs(value._vector), Vector.Create(Element<T>.Round(Element<T>.SmallestNormal))), Vector<T>.Zero, value._vector));

    // A nonzero magnitude is replaced by 1 with logical operations: a blend is three operations on some processors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> Sign(VectorLanes<T> value)
    {
        var magnitude = Vector.Abs(value._vector);
        return new(value._vector ^ (Vector.GreaterThan(magnitude, Vector<T>.Zero) & (magnitude ^ Vector<T>.One)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> SelectLess(VectorLanes<T> left, VectorLanes<T> right, VectorLanes<T> ifTrue, VectorLanes<T> ifFalse) =>
        new(Vector.ConditionalSelect(Vector.LessThan(left._vector, right._vector), ifTrue._vector, ifFalse._vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorLanes<T> SelectEqual(VectorLanes<T> left, VectorLanes<T> right, VectorLanes<T> ifTrue, VectorLanes<T> ifFalse) =>
        new(Vector.ConditionalSelect(Vector.Equals(left._vector, right._vector), ifTrue._vector, ifFalse._vector));

    // The bits of the exponent become the last ones of a number 2²³ or 2⁵², from which that number and the bias are taken off: exact, and no conversion.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static VectorLanes<T> ILanes<VectorLanes<T>>.Exponent(VectorLanes<T> value) =>
        typeof(T) == typeof(float)
            ? new((((value._vector.As<T, uint>() >>> FloatBits.Exponent) | Vector.Create(FloatBits.Carrier)).As<uint, float>() - Vector.Create(FloatBits.CarrierAndBias)).As<float, T>())
            : new((((value._vector.As<T, ulong>() >>> DoubleBits.Exponent) | Vector.Create(DoubleBits.Carrier)).As<ulong, double>() - Vector.Create(DoubleBits.CarrierAndBias)).As<double, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static VectorLanes<T> ILanes<VectorLanes<T>>.Significand(VectorLanes<T> value) =>
        typeof(T) == typeof(float)
            ? new(((value._vector.As<T, uint>() & Vector.Create(FloatBits.Significand)) | Vector.Create(FloatBits.One)).As<uint, T>())
            : new(((value._vector.As<T, ulong>() & Vector.Create(DoubleBits.Significand)) | Vector.Create(DoubleBits.One)).As<ulong, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint ILanes<VectorLanes<T>>.ZeroBits(VectorLanes<T> value)
    {
        var zeros = Vector.Equals(value._vector, Vector<T>.Zero);
        return Vector<byte>.Count switch
        {
            16 => zeros.AsVector128().ExtractMostSignificantBits(),
            32 => zeros.AsVector256().ExtractMostSignificantBits(),
            _ => (uint)zeros.AsVector512().ExtractMostSignificantBits(),
        };
    }
}
