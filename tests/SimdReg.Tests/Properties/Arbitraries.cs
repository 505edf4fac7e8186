using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SimdReg.Tests.Properties;
using SimdReg.Tests.Support;

[assembly: Properties(Arbitrary = [typeof(Arbitraries)], QuietOnSuccess = true)]

namespace SimdReg.Tests.Properties;

/// <summary>How the parameters of properties are drawn and shrunk, by their type.</summary>
public static class Arbitraries
{
    /// <summary>How many inputs a property draws together with a penalty: twenty for each penalty of the table, on average.</summary>
    public const int InputsWithPenalties = 240;

    /// <summary>From 0 to 4, so that a rate times a strength is among the weights.</summary>
    private static Gen<float> Parameters { get; } = Gen.Choose(0, 4096).Select(value => value / 1024f);

    /// <summary>Any bits in weights, gradients and states, and any valid rate and strength.</summary>
    public static Arbitrary<StepInput<T>> AnyBits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Arb.From(
            StepInput<T>.From(
                Numbers<T>.AnyBits,
                Gen.OneOf(Parameters, Numbers<float>.AnyBits.Where(float.IsFinite).Select(float.Abs))),
            input => input.Smaller);

    /// <summary>Numbers of several magnitudes and exact zeros.</summary>
    public static Arbitrary<OrdinaryInput<T>> Ordinary<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Arb.From(
            StepInput<T>.From(Numbers<T>.Ordinary, Parameters).Select(input => new OrdinaryInput<T>(input)),
            input => input.Smaller.Select(smaller => new OrdinaryInput<T>(smaller)));

    /// <summary>Every penalty of the table, equally often.</summary>
    public static Arbitrary<PenaltyCase> Penalties() => Gen.Elements(PenaltyTable.All.ToArray()).ToArbitrary();
}
