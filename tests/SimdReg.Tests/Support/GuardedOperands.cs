using System.Numerics;

namespace SimdReg.Tests.Support;

/// <summary>Runs kernels on spans between sentinels, each at another distance from the start of its array.</summary>
internal sealed class GuardedOperands<T>(int capacity)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly GuardedBuffer<T> _target = new(capacity);
    private readonly GuardedBuffer<T> _source = new(capacity);
    private readonly GuardedBuffer<T>[] _states = [new(capacity), new(capacity), new(capacity)];

    /// <summary>Runs on the first elements of what is given, and compares everything with the first of what is expected.</summary>
    /// <param name="way">The kernel.</param>
    /// <param name="given">What it runs on.</param>
    /// <param name="expected">What comes out.</param>
    /// <param name="length">How many elements it runs on.</param>
    /// <param name="offset">How far into its array the target starts; the others start elsewhere.</param>
    /// <param name="isInPlace">Whether the source is the very span of the target.</param>
    public void Check(KernelWay<T> way, Operands<T> given, Operands<T> expected, int length, int offset, bool isInPlace = false)
    {
        var at = new Case(way.Name, length, offset);
        var target = _target.Place(given.Targets.AsSpan(0, length), offset);
        var source = isInPlace ? target : _source.Place(given.Sources.AsSpan(0, length), Lengths.MaxOffset - offset);
        var stepCount = given.StepCount;
        way.Call(
            target,
            source,
            Operands<T>.Spans(
                ref stepCount,
                given.States.Length,
                Place(given, 0, length, offset),
                Place(given, 1, length, offset),
                Place(given, 2, length, offset)));

        Bits.Equal<T>(expected.Targets.AsSpan(0, length), target, at);
        _target.AssertSentinels(at);
        for (var slot = 0; slot < given.States.Length; slot++)
        {
            var ofState = at with { Part = Operands<T>.Part(slot) };
            Bits.Equal<T>(expected.States[slot].AsSpan(0, length), _states[slot].Span, ofState);
            _states[slot].AssertSentinels(ofState);
        }

        if (!isInPlace)
        {
            Bits.Equal<T>(given.Sources.AsSpan(0, length), source, at with { Part = ", source" });
            _source.AssertSentinels(at);
        }
    }

    /// <remarks>Three and five have no divisor in common with sixteen, so each slot visits every offset.</remarks>
    private Span<T> Place(Operands<T> given, int slot, int length, int offset) =>
        slot < given.States.Length
            ? _states[slot].Place(given.States[slot].AsSpan(0, length), ((((2 * slot) + 3) * offset) + slot) % (Lengths.MaxOffset + 1))
            : default;
}
