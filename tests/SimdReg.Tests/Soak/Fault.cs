using System.Numerics;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Soak;

/// <summary>A wrong result made on purpose, to see whether the soak notices: the lowest bit of one number of one output of the library.</summary>
/// <param name="output">The output, counted from 0 in the order in which a case gets them. −1 counts them only.</param>
internal sealed class Fault(int output)
{
    /// <summary>How many outputs that are not empty a case has had so far.</summary>
    public int Outputs { get; private set; }

    /// <summary>Takes note of an output, and changes it if it is the one.</summary>
    public void In<T>(Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!values.IsEmpty && Outputs++ == output)
        {
            ref var value = ref values[values.Length / 2];
            value = T.IsNaN(value) ? T.One : Bits.From<T>(Bits.Of(value) ^ 1);
        }
    }

    /// <summary>The same kernel, with its outputs noted.</summary>
    public KernelWay<T> In<T>(KernelWay<T> way)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        way with
        {
            Call = (target, source, state) =>
            {
                way.Call(target, source, state);
                In(target);
                In(state.First);
                In(state.Second);
                In(state.Third);
            },
        };
}
