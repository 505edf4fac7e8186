using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SimdReg.Lanes;

/// <summary>The bits of <see cref="VectorLanes{T}"/> of float.</summary>
internal readonly struct VectorBits(Vector<uint> vector) : IBitLanes<VectorBits>
{
    // A field, not a property: each getter is one more call that the JIT must inline, and it inlines so many into a loop and no more.
    public readonly Vector<uint> Vector = vector;

    public static int Count => Vector<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits Splat(uint value) => new(System.Numerics.Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits Indices(uint start) => new(Vector<uint>.Indices + System.Numerics.Vector.Create(start));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits Load(ref readonly uint source) => new(System.Numerics.Vector.LoadUnsafe(in source));

    // Vector has no operation that reads half a vector: the branches compare its width, a constant.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits LoadHalves(ref readonly ushort source) => Vector<uint>.Count switch
    {
        4 => new(Vector128.WidenLower(Vector64.LoadUnsafe(in source).ToVector128()).AsVector()),
        8 => new(Vector256.WidenLower(Vector128.LoadUnsafe(in source).ToVector256()).AsVector()),
        _ => new(Vector512.WidenLower(Vector256.LoadUnsafe(in source).ToVector512()).AsVector()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits LoadBytes(ref readonly byte source) => Vector<uint>.Count switch
    {
        4 => new(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(in source)).AsByte())).AsVector()),
        8 => new(Vector256.WidenLower(Vector128.WidenLower(Vector64.LoadUnsafe(in source).ToVector128()).ToVector256()).AsVector()),
        _ => new(Vector512.WidenLower(Vector256.WidenLower(Vector128.LoadUnsafe(in source).ToVector256()).ToVector512()).AsVector()),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination) => Vector.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreHalves(ref ushort destination)
    {
        switch (Vector<uint>.Count)
        {
            case 4:
                Vector128.Narrow(Vector.AsVector128(), Vector128<uint>.Zero).GetLower().StoreUnsafe(ref destination);
                break;
            case 8:
                Vector128.Narrow(Vector.AsVector256().GetLower(), Vector.AsVector256().GetUpper()).StoreUnsafe(ref destination);
                break;
            default:
                var all = Vector.AsVector512();
                Vector256.Create(Narrow(all.GetLower()), Narrow(all.GetUpper())).StoreUnsafe(ref destination);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreBytes(ref byte destination)
    {
        switch (Vector<uint>.Count)
        {
            case 4:
                var halves = Vector128.Narrow(Vector.AsVector128(), Vector128<uint>.Zero);
                Unsafe.WriteUnaligned(ref destination, Vector128.Narrow(halves, Vector128<ushort>.Zero).AsUInt32().ToScalar());
                break;
            case 8:
                Vector128.Narrow(Narrow(Vector.AsVector256()), Vector128<ushort>.Zero).GetLower().StoreUnsafe(ref destination);
                break;
            default:
                var all = Vector.AsVector512();
                Vector128.Narrow(Narrow(all.GetLower()), Narrow(all.GetUpper())).StoreUnsafe(ref destination);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator +(VectorBits left, VectorBits right) => new(left.Vector + right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator -(VectorBits left, VectorBits right) => new(left.Vector - right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator *(VectorBits left, VectorBits right) => new(left.Vector * right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator &(VectorBits left, VectorBits right) => new(left.Vector & right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator |(VectorBits left, VectorBits right) => new(left.Vector | right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator ^(VectorBits left, VectorBits right) => new(left.Vector ^ right.Vector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator ^(VectorBits left, uint right) => new(left.Vector ^ System.Numerics.Vector.Create(right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator <<(VectorBits value, int count) => new(value.Vector << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits operator >>>(VectorBits value, int count) => new(value.Vector >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits Magnitude(VectorBits floats) => new(floats.Vector & System.Numerics.Vector.Create(0x7FFF_FFFFu));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits XorShift(VectorBits value, int count) => new(value.Vector ^ (value.Vector >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits XorShift(VectorBits value, int count, uint multiplier) => new((value.Vector ^ (value.Vector >>> count)) * System.Numerics.Vector.Create(multiplier));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits SelectLess(VectorBits left, VectorBits right, VectorBits ifTrue, VectorBits ifFalse) =>
        new(System.Numerics.Vector.ConditionalSelect(
            System.Numerics.Vector.LessThan(left.Vector.As<uint, int>(), right.Vector.As<uint, int>()).As<int, uint>(), ifTrue.Vector, ifFalse.Vector));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits Min(VectorBits left, VectorBits right) =>
        new(System.Numerics.Vector.Min(left.Vector.As<uint, int>(), right.Vector.As<uint, int>()).As<int, uint>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits Max(VectorBits left, VectorBits right) =>
        new(System.Numerics.Vector.Max(left.Vector.As<uint, int>(), right.Vector.As<uint, int>()).As<int, uint>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LargestOf(VectorBits integers) => Vector<uint>.Count switch
    {
        4 => Bits512.LargestOf(integers.Vector.AsVector128().AsInt32()),
        8 => Bits512.LargestOf(integers.Vector.AsVector256().AsInt32()),
        _ => Bits512.LargestOf(new Bits512(integers.Vector.AsVector512())),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits ScaleFloats(VectorBits floats, float factor) =>
        new((floats.Vector.As<uint, float>() * System.Numerics.Vector.Create(factor)).As<float, uint>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits ToIntegers(VectorBits floats) =>
        new(System.Numerics.Vector.ConvertToInt32Native(floats.Vector.As<uint, float>()).As<int, uint>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorBits ToFloats(VectorBits integers) =>
        new(System.Numerics.Vector.ConvertToSingle(integers.Vector.As<uint, int>()).As<float, uint>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Narrow(Vector256<uint> patterns) => Vector128.Narrow(patterns.GetLower(), patterns.GetUpper());
}
