using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>A penalty whose formulas call what a test has left for them, on the thread of the test alone.</summary>
internal readonly struct Calling : IPenalty
{
    [ThreadStatic]
    private static Action? _inFormula;

    /// <summary>Is called until it is set to null.</summary>
    public static Action? InFormula
    {
        get => _inFormula;
        set => _inFormula = value;
    }

    public bool IsZero => false;

    public L Value<L>(L weights)
        where L : struct, ILanes<L> => Call(weights);

    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> => Call(gradients);

    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> => points;

    private static L Call<L>(L result)
    {
        InFormula?.Invoke();
        return result;
    }
}
