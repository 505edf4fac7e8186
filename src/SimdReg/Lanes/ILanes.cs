using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>Lanes: several numbers side by side, with arithmetic on them. The formulas of penalties and rules are written on lanes.</summary>
/// <remarks>
/// <para>
/// A formula that is generic over its lanes is written once and runs at every width: one element, a
/// <see cref="System.Numerics.Vector{T}"/> or a <see cref="System.Runtime.Intrinsics.Vector512{T}"/>, in <see langword="float"/> or
/// in <see langword="double"/>. Only SimdReg implements this interface.
/// </para>
/// <para>
/// Every operation acts on each element separately, rounds once to the nearest value (ties to even) and gives the same bits at every
/// width. The sign and payload of a NaN are unspecified.
/// </para>
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>0, 1, 2 and so on.</summary>
    internal static abstract TSelf Indices { get; }

    /// <summary>0 in every lane.</summary>
    static virtual TSelf Zero => default;

    /// <summary><paramref name="value"/> in every lane, rounded to the element type.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The lanes, all equal.</returns>
    static abstract TSelf Splat(double value);

    /// <summary>left + right</summary>
    /// <param name="left">The first summand.</param>
    /// <param name="right">The second summand.</param>
    /// <returns>The sum.</returns>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>left − right</summary>
    /// <param name="left">The minuend.</param>
    /// <param name="right">The subtrahend.</param>
    /// <returns>The difference.</returns>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>left × right</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <returns>The product.</returns>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left ÷ right</summary>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    /// <returns>The quotient.</returns>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>−value: flips the sign, also of zero and NaN.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>−value</returns>
    static abstract TSelf operator -(TSelf value);

    /// <summary>left × right + addend, rounded once: a fused multiply-add on every machine.</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="addend">The number added to the product.</param>
    /// <returns>left × right + addend</returns>
    static abstract TSelf Fma(TSelf left, TSelf right, TSelf addend);

    /// <summary>left × right − subtrahend, rounded once: a fused multiply-subtract on every machine.</summary>
    /// <remarks>Equal to <see cref="Fma"/> with −subtrahend; one instruction where the processor has one.</remarks>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="subtrahend">The number subtracted from the product.</param>
    /// <returns>left × right − subtrahend</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Fms(TSelf left, TSelf right, TSelf subtrahend) => TSelf.Fma(left, right, -subtrahend);

    /// <summary>addend − left × right, rounded once: a fused negated multiply-add on every machine.</summary>
    /// <remarks>Equal to <see cref="Fma"/> with −left; one instruction where the processor has one.</remarks>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="addend">The number that the product is subtracted from.</param>
    /// <returns>addend − left × right</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Fnma(TSelf left, TSelf right, TSelf addend) => TSelf.Fma(-left, right, addend);

    /// <summary>value × factor, with the factor rounded to the element type.</summary>
    /// <remarks>
    /// Equal to value × <see cref="Splat"/>(factor). Where the value is also constant in the loop, like the rate of a proximal step, the JIT
    /// moves this product out of the loop.
    /// </remarks>
    /// <param name="value">Any number.</param>
    /// <param name="factor">The factor of every lane.</param>
    /// <returns>value × factor</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Scale(TSelf value, double factor) => value * TSelf.Splat(factor);

    /// <summary>√value; NaN for a negative number.</summary>
    /// <param name="value">The radicand.</param>
    /// <returns>√value</returns>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>|value|</summary>
    /// <param name="value">Any number.</param>
    /// <returns>|value|</returns>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The magnitude of one number and the sign of another.</summary>
    /// <param name="magnitude">The number that supplies the magnitude.</param>
    /// <param name="sign">The number that supplies the sign.</param>
    /// <returns>±|magnitude|, with the sign of <paramref name="sign"/>.</returns>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The smaller of two numbers; NaN where either is NaN; −0 is smaller than +0.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns>The smaller number.</returns>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger of two numbers; NaN where either is NaN; −0 is smaller than +0.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns>The larger number.</returns>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>left &gt; right ? left : right. Right if either is NaN. One instruction on x86, unlike <see cref="Max"/>.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns>The larger number, or right.</returns>
    static abstract TSelf MaxOrRight(TSelf left, TSelf right);

    /// <summary>The larger of two magnitudes; NaN where either is NaN.</summary>
    /// <remarks>
    /// <see cref="Max"/> for numbers without a sign, such as results of <see cref="Abs"/>. Their order is that of their bits as integers,
    /// with NaN above all, so one instruction is enough.
    /// </remarks>
    internal static abstract TSelf MaxOfMagnitudes(TSelf left, TSelf right);

    /// <summary>value, or +0 where value is zero or its magnitude is below the smallest normal number. NaN stays NaN.</summary>
    /// <remarks>Arithmetic with subnormal numbers is slow on many processors. This operation is not.</remarks>
    /// <param name="value">Any number.</param>
    /// <returns>value or +0</returns>
    static abstract TSelf FlushSubnormal(TSelf value);

    /// <summary>left &lt; right ? ifTrue : ifFalse. A comparison with NaN is false.</summary>
    /// <param name="left">The left side of the comparison.</param>
    /// <param name="right">The right side of the comparison.</param>
    /// <param name="ifTrue">The result where the comparison holds.</param>
    /// <param name="ifFalse">The result where it does not.</param>
    /// <returns>ifTrue or ifFalse, in each lane.</returns>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>left = right ? ifTrue : ifFalse. A comparison with NaN is false; −0 equals +0.</summary>
    /// <param name="left">The left side of the comparison.</param>
    /// <param name="right">The right side of the comparison.</param>
    /// <param name="ifTrue">The result where the comparison holds.</param>
    /// <param name="ifFalse">The result where it does not.</param>
    /// <returns>ifTrue or ifFalse, in each lane.</returns>
    static abstract TSelf SelectEqual(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>⌊log₂ value⌋ for a positive normal number. Unspecified, but without an exception, for any other.</summary>
    internal static abstract TSelf Exponent(TSelf value);

    /// <summary>value ÷ 2^<see cref="Exponent"/>, from 1 to below 2, for a positive normal number. Unspecified, but without an exception, for any other.</summary>
    internal static abstract TSelf Significand(TSelf value);

    /// <summary>One bit for each lane, the first lane lowest: 1 where the number is zero, of either sign.</summary>
    /// <remarks>Counted as bits: counting zeros in lanes would take two or three vector instructions.</remarks>
    internal static abstract uint ZeroBits(TSelf value);

    /// <summary>−1 for a negative number, 1 for a positive one. A zero keeps its sign, and NaN stays NaN.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>The sign.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sign(TSelf value) => SelectSign(value);

    /// <summary>The soft threshold: sign(value)·max(|value| − threshold, 0), rounded once. A zero result is +0, and NaN stays NaN.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="threshold">0 or more. The result for a negative or NaN threshold is unspecified.</param>
    /// <returns>The value moved towards zero by the threshold.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SoftThreshold(TSelf value, TSelf threshold) => LessClamped(value, -threshold, threshold);

    /// <summary><see cref="SoftThreshold"/> with the threshold rate × strength, both 0 or more.</summary>
    // Two products, because both leave a loop in which the rate is constant; a negation of one of them would stay in it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf Shrink(TSelf value, TSelf rate, double strength) =>
        LessClamped(value, TSelf.Scale(rate, -strength), TSelf.Scale(rate, strength));

    /// <summary><see cref="Fma"/> of a product that is exact, as that of two floats in lanes of double: a multiplication and an addition give the same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf AddExactProduct(TSelf left, TSelf right, TSelf addend) => TSelf.Fma(left, right, addend);

    /// <summary>Reads adjacent numbers, stored as the element type or, for float, as <see cref="BFloat16"/>. Exact.</summary>
    internal static abstract TSelf LoadStored<TStored>(ref readonly TStored source)
        where TStored : unmanaged;

    /// <summary>Rounds results of arithmetic to a type in which numbers are stored: the element type, which rounds nothing, or <see cref="BFloat16"/>.</summary>
    /// <param name="value">Any numbers but signalling NaN.</param>
    /// <param name="flushes">Whether zeros and subnormal numbers become +0: a constant.</param>
    /// <param name="rounding">How they are rounded.</param>
    /// <param name="index">The index of the first element.</param>
    /// <param name="number">Which number of each element it is, see <see cref="IRounding"/>.</param>
    internal static abstract TSelf Round<TStored, TRounding>(TSelf value, bool flushes, in TRounding rounding, nuint index, int number)
        where TStored : unmanaged
        where TRounding : struct, IRounding;

    /// <summary>Writes adjacent numbers that have been rounded to the type in which they are stored.</summary>
    internal void StoreRounded<TStored>(ref TStored destination)
        where TStored : unmanaged;

    /// <summary>The largest finite number in every lane.</summary>
    internal static abstract TSelf LargestFinite { get; }

    /// <summary>left &lt; right ? left : right. Right if either is NaN. One instruction on x86, unlike <see cref="Min"/>.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    /// <returns>The smaller number, or right.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf MinOrRight(TSelf left, TSelf right) => -TSelf.MaxOrRight(-left, -right);

    /// <summary>|value| &gt; right ? |value| : right. Right where value is NaN.</summary>
    /// <param name="value">Any result of arithmetic. The result for a signalling NaN is unspecified.</param>
    /// <param name="right">A magnitude that is not NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf MaxMagnitudeOrRight(TSelf value, TSelf right) => TSelf.MaxOrRight(TSelf.Abs(value), right);

    /// <summary>The smaller of two magnitudes, with the sign of the first number. For two NaN, NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf SmallerMagnitude(TSelf value, TSelf other) =>
        TSelf.CopySign(TSelf.MinOrRight(TSelf.Abs(other), TSelf.Abs(value)), value);

    /// <summary>The larger of two magnitudes, with the sign of the first number. For two NaN, NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf LargerMagnitude(TSelf value, TSelf other) =>
        TSelf.CopySign(TSelf.MaxOrRight(TSelf.Abs(other), TSelf.Abs(value)), value);

    /// <summary><see cref="Sign"/> by comparisons, for lanes without a faster form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSelf SelectSign(TSelf value) =>
        TSelf.SelectLess(TSelf.Zero, TSelf.Abs(value), TSelf.CopySign(TSelf.Splat(1), value), value);

    /// <summary>value − min(largest, max(smallest, value)): <see cref="SoftThreshold"/> with smallest = −threshold and largest = threshold.</summary>
    // The clamped value stands on the right: of two zeros it has the sign of value, so the difference is +0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSelf LessClamped(TSelf value, TSelf smallest, TSelf largest) =>
        value - TSelf.MinOrRight(largest, TSelf.MaxOrRight(smallest, value));
}
