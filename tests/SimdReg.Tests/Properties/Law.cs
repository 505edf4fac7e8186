using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace SimdReg.Tests.Properties;

/// <summary>Runs a law over a hundred drawn inputs.</summary>
/// <remarks>A failure names the input, as it was drawn and shrunk, and the seed that draws it again.</remarks>
internal static class Law
{
    /// <summary>From 0 to 4, so that a rate times a strength is among the weights.</summary>
    private static Gen<float> Parameters { get; } = Gen.Choose(0, 4096).Select(value => value / 1024f);

    /// <summary>Over weights of several magnitudes and exact zeros.</summary>
    public static void HoldsForNumbers<T>(Action<StepInput<T>> law)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Holds(Numbers<T>.Ordinary, Parameters, law);

    /// <summary>Over whatever bits a weight can hold, and all parameters that are let in.</summary>
    public static void HoldsForBits<T>(Action<StepInput<T>> law)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Holds(
            Numbers<T>.AnyBits,
            Gen.OneOf(Parameters, Numbers<float>.AnyBits.Where(float.IsFinite).Select(float.Abs)),
            law);

    private static void Holds<T>(Gen<T> elements, Gen<float> parameters, Action<StepInput<T>> law)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Prop.ForAll(Arb.From(StepInput<T>.From(elements, parameters), input => input.Smaller), law)
            .QuickCheckThrowOnFailure();
}
