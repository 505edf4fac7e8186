using System.Numerics;
using System.Runtime.InteropServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Facade;

public class HalfTests : ElementTypeTests<Half>;

public class NativeFloatTests : ElementTypeTests<NFloat>;

/// <summary>An element type that satisfies the constraint and has no kernels.</summary>
public abstract class ElementTypeTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Fact]
    public void It_is_refused_by_name_and_nothing_is_written()
    {
        T[] weights = [T.One, T.Pi];
        T[] gradients = [T.E, T.Tau];

        AssertRefused(() => Penalty.Sum(weights, new L2(1)));
        AssertRefused(() => WeightSums.Measure<T>(weights));
        AssertRefused(() => Penalty.AddGradient(weights, gradients, new L2(1)));
        AssertRefused(() => Penalty.AddGradient(weights, gradients, default(None)));
        AssertRefused(() => new Sgd(0.1).Step(weights, gradients));
        AssertRefused(() => new Sgd(0.1).Step(weights, gradients, new L1(1)));
        AssertRefused(() => new Sgd(0.1).Step(weights, gradients, new L1(1).Proximal()));
        AssertRefused(() => GradientSums.Sum([weights], gradients));
        AssertRefused(() => GradientSums.Mean<T>([weights.AsMemory()], gradients));
        AssertRefused(() => _ = new ExactGradientSum<T>(2));
        AssertRefused(() => Penalty.Sum<T, L2>([], new L2(1)));
        AssertRefused(() => new Sgd(0.1).Step<Sgd, T>([], []));

        Assert.Equal([T.One, T.Pi], weights);
        Assert.Equal([T.E, T.Tau], gradients);
    }

    [Fact]
    public void Its_lanes_are_refused_too()
    {
        var element = T.One;
        AssertRefused(() => Lane<T>.Splat(1));
        AssertRefused(() => Lane<T>.Load(in element));
        AssertRefused(() => Lane<T>.Fma(default, default, default));
        AssertRefused(() => Lane<T>.FlushSubnormal(default));
        AssertRefused(() => VectorLanes<T>.Splat(1));
        AssertRefused(() => VectorLanes<T>.Load(in element));
        AssertRefused(() => Lanes512<T>.Splat(1));
        AssertRefused(() => Lanes512<T>.Load(in element));
    }

    private static void AssertRefused(Action call) =>
        Assert.Contains(typeof(T).Name, Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal);
}
