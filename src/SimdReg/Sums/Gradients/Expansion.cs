using System.Numerics;
using System.Runtime.InteropServices;
using SimdReg.Lanes;
using SimdReg.Loops;

namespace SimdReg.Sums;

/// <summary>Exact sums of adjacent elements, each as the unevaluated sum of a few numbers: one from each component.</summary>
/// <remarks>Source: Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", Discrete and Computational Geometry, 1997, section 2.4. Components are not ordered here.</remarks>
/// <param name="length">The number of elements.</param>
internal sealed class Expansion<T>(int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>As many elements as are added at once: their sums, errors and one component stay in the first-level cache.</summary>
    public const int PartLength = 1024;

    // Of these, the first Count are in use.
    private readonly List<T[]> _components = [];

    public int Length => length;

    /// <summary>The number of components.</summary>
    public int Count { get; private set; }

    /// <summary>The components: the sum of an element is the exact sum of its numbers in them.</summary>
    public ReadOnlySpan<T[]> Components => CollectionsMarshal.AsSpan(_components)[..Count];

    /// <summary>Adds a number to each element.</summary>
    public void Add(ReadOnlySpan<T> numbers)
    {
        if (Count == 0)
        {
            numbers.CopyTo(Next());
            return;
        }

        Span<T> rest = stackalloc T[PartLength];
        for (var start = 0; start < numbers.Length; start += PartLength)
        {
            var part = rest[..Math.Min(PartLength, numbers.Length - start)];
            numbers.Slice(start, part.Length).CopyTo(part);
            AddPart(start, part);
        }
    }

    /// <summary>Adds a number to each of some adjacent elements.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="rest">The numbers, at most <see cref="PartLength"/>. Overwritten.</param>
    public void AddPart(int start, Span<T> rest)
    {
        // Byte by byte: what a component leaves is never −0.
        for (var i = 0; MemoryMarshal.AsBytes(rest).ContainsAnyExcept((byte)0); i++)
        {
            var component = Component(i).AsSpan(start, rest.Length);
            WidestLanes.UpdatePart(component, component, new StateSpans<T>(1, rest, default, default), default(ComponentFormula), fetches: false);
        }
    }

    /// <summary>Adds the sums of other elements, which may be these.</summary>
    public void Add(Expansion<T> other)
    {
        // Of these elements, a copy: while a component is added, those after it change.
        foreach (var component in other == this ? [.. other.Components.ToArray().Select(component => component.ToArray())] : other.Components)
        {
            Add(component);
        }
    }

    /// <summary>Adds a number to one element.</summary>
    public void Add(int index, T number)
    {
        var state = new StateLanes<Lane<T>> { First = new(number) };
        for (var i = 0; number != T.Zero; i++)
        {
            ref var component = ref Component(i)[index];
            default(ComponentFormula).Next(new Lane<T>(component), default, ref state).Store(ref component);
            state.First.Store(ref number);
        }
    }

    /// <summary>Makes all sums 0. Keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>A component, of zeros if it is new.</summary>
    private T[] Component(int index)
    {
        if (index == Count)
        {
            Array.Clear(Next());
        }

        return _components[index];
    }

    /// <summary>Another component, whose numbers are left from an earlier use.</summary>
    private T[] Next()
    {
        if (Count == _components.Count)
        {
            _components.Add(new T[length]);
        }

        return _components[Count++];
    }
}
