using System.Runtime.CompilerServices;

namespace SimdReg.Lanes;

/// <summary>Several numbers side by side, and arithmetic on them: the type that formulas of penalties and rules compute with.</summary>
/// <remarks>
/// <para>
/// A formula that is generic over its lanes is written once and runs at every width: one element, a
/// <see cref="System.Numerics.Vector{T}"/> or a <see cref="System.Runtime.Intrinsics.Vector512{T}"/>, in <see langword="float"/> or
/// in <see langword="double"/>. Only SimdReg implements this interface.
/// </para>
/// <para>
/// Every operation acts on each element alone, rounds once to the nearest value (ties to even) and gives the same
/// bits at every width. Only the sign and payload of a NaN are left open.
/// </para>
/// </remarks>
/// <typeparam name="TSelf">The lanes themselves.</typeparam>
public interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>0 in every element.</summary>
    static virtual TSelf Zero => default;

    /// <summary><paramref name="value"/> in every element, rounded to the element type.</summary>
    /// <param name="value">Any number.</param>
    static abstract TSelf Splat(double value);

    /// <summary>left + right</summary>
    /// <param name="left">The first summand.</param>
    /// <param name="right">The second summand.</param>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>left − right</summary>
    /// <param name="left">The minuend.</param>
    /// <param name="right">The subtrahend.</param>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>left × right</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left ÷ right</summary>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>−value: the sign flipped, also that of zero and NaN.</summary>
    /// <param name="value">Any number.</param>
    static abstract TSelf operator -(TSelf value);

    /// <summary>left × right + addend, rounded once: a real fused multiply-add on every machine.</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="addend">What the product is added to.</param>
    static abstract TSelf Fma(TSelf left, TSelf right, TSelf addend);

    /// <summary>left × right − subtrahend, rounded once: a real fused multiply-subtract on every machine.</summary>
    /// <remarks>
    /// The same number as an <see cref="Fma"/> of −subtrahend, and that is what it is, unless the lanes know of one instruction
    /// for both.
    /// </remarks>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="subtrahend">What is taken from the product.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Fms(TSelf left, TSelf right, TSelf subtrahend) => TSelf.Fma(left, right, -subtrahend);

    /// <summary>addend − left × right, rounded once: a real fused multiply-subtract on every machine.</summary>
    /// <remarks>
    /// The same number as an <see cref="Fma"/> of −left, and that is what it is, unless the lanes know of one instruction for both.
    /// </remarks>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="addend">What the product is taken from.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Fnma(TSelf left, TSelf right, TSelf addend) => TSelf.Fma(-left, right, addend);

    /// <summary>value × factor, where the factor is rounded to the element type.</summary>
    /// <remarks>
    /// The same number as value × <see cref="Splat"/>(factor). But where the value does not change either, like the rate of a proximal step,
    /// the JIT takes this out of the loop.
    /// </remarks>
    /// <param name="value">Any number.</param>
    /// <param name="factor">What each is multiplied by.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Scale(TSelf value, double factor) => value * TSelf.Splat(factor);

    /// <summary>√value; NaN below zero.</summary>
    /// <param name="value">The radicand.</param>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>|value|</summary>
    /// <param name="value">Any number.</param>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    /// <param name="magnitude">Where the magnitude is taken from.</param>
    /// <param name="sign">Where the sign is taken from.</param>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>The smaller of two numbers; NaN where either is NaN; −0 is smaller than +0.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger of two numbers; NaN where either is NaN; −0 is smaller than +0.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>left &gt; right ? left : right: the larger of two numbers, and right if either is NaN. One instruction on x86, unlike <see cref="Max"/>.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    static abstract TSelf MaxOrRight(TSelf left, TSelf right);

    /// <summary>The larger of two numbers without a sign; NaN where either is NaN.</summary>
    /// <remarks>
    /// <see cref="Max"/> for magnitudes alone, such as <see cref="Abs"/> gives. Their order is that of their bits as integers, with
    /// NaN above all: one instruction, where <see cref="Max"/> takes several.
    /// </remarks>
    /// <param name="left">One magnitude.</param>
    /// <param name="right">The other.</param>
    internal static abstract TSelf MaxOfMagnitudes(TSelf left, TSelf right);

    /// <summary>value, but +0 where it is zero or its magnitude is below the smallest normal number. NaN stays NaN.</summary>
    /// <remarks>On many processors arithmetic with a subnormal number is slow. This operation is not.</remarks>
    /// <param name="value">Any number.</param>
    static abstract TSelf FlushSubnormal(TSelf value);

    /// <summary>left &lt; right ? ifTrue : ifFalse. A comparison with NaN is false.</summary>
    /// <param name="left">The left side of the comparison.</param>
    /// <param name="right">The right side of the comparison.</param>
    /// <param name="ifTrue">Taken where the comparison holds.</param>
    /// <param name="ifFalse">Taken where it does not.</param>
    static abstract TSelf SelectLess(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>left = right ? ifTrue : ifFalse. A comparison with NaN is false; −0 equals +0.</summary>
    /// <param name="left">The left side of the comparison.</param>
    /// <param name="right">The right side of the comparison.</param>
    /// <param name="ifTrue">Taken where the comparison holds.</param>
    /// <param name="ifFalse">Taken where it does not.</param>
    static abstract TSelf SelectEqual(TSelf left, TSelf right, TSelf ifTrue, TSelf ifFalse);

    /// <summary>A bit for each element, the first lowest: 1 where it is zero, of either sign.</summary>
    /// <remarks>Bits are counted beside the vectors: to add a 1 to lanes where an element is zero takes two or three instructions of theirs.</remarks>
    /// <param name="value">Any number.</param>
    internal static abstract uint ZeroBits(TSelf value);

    /// <summary>−1, 0 or 1, as value is below, at or above zero. A zero keeps its sign, and NaN stays NaN.</summary>
    /// <param name="value">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf Sign(TSelf value) => SelectSign(value);

    /// <summary>sign(value)·max(|value| − threshold, 0), rounded once. Its zero is +0, and NaN stays NaN.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="threshold">0 or more. What comes of less, or of NaN, is left open.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf SoftThreshold(TSelf value, TSelf threshold) => LessClamped(value, -threshold, threshold);

    /// <summary><see cref="SoftThreshold"/>, where the threshold is rate × strength.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="rate">0 or more.</param>
    /// <param name="strength">0 or more.</param>
    // Both products leave a loop in which the rate does not change. One that is negated would not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf Shrink(TSelf value, TSelf rate, double strength) =>
        LessClamped(value, TSelf.Scale(rate, -strength), TSelf.Scale(rate, strength));

    /// <summary><see cref="Fma"/> of a product that is exact, as that of two floats in lanes of double: a multiplication and an addition give the same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf AddExactProduct(TSelf left, TSelf right, TSelf addend) => TSelf.Fma(left, right, addend);

    /// <summary>The largest finite number, in every element.</summary>
    internal static abstract TSelf LargestFinite { get; }

    /// <summary>left &lt; right ? left : right: the smaller of two numbers, and right if either is NaN. One instruction on x86, unlike <see cref="Min"/>.</summary>
    /// <param name="left">One number.</param>
    /// <param name="right">The other.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TSelf MinOrRight(TSelf left, TSelf right) => -TSelf.MaxOrRight(-left, -right);

    /// <summary>|value| &gt; right ? |value| : right. So right, where value is NaN.</summary>
    /// <param name="value">Any result of arithmetic. The result for a signalling NaN is unspecified.</param>
    /// <param name="right">A magnitude, and not NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static virtual TSelf MaxMagnitudeOrRight(TSelf value, TSelf right) => TSelf.MaxOrRight(TSelf.Abs(value), right);

    /// <summary><see cref="Sign"/> of comparisons, for lanes that have no better one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSelf SelectSign(TSelf value) =>
        TSelf.SelectLess(TSelf.Zero, TSelf.Abs(value), TSelf.CopySign(TSelf.Splat(1), value), value);

    /// <summary>value − min(largest, max(smallest, value)): a <see cref="SoftThreshold"/> where these are −threshold and threshold.</summary>
    // The clamped value is on the right: of two zeros it is then the one with the value's sign, which a difference needs to be +0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TSelf LessClamped(TSelf value, TSelf smallest, TSelf largest) =>
        value - TSelf.MinOrRight(largest, TSelf.MaxOrRight(smallest, value));
}
