#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// A penalty of your own, in twenty lines on lanes. Sums, gradients and every step then work with it, at every width, for float and double.
// This one leaves a dead zone: weights up to δ cost nothing, and L1 pulls at what is beyond.
//
// In a project of your own, reference the library in place of the first line, and build with -c Release.

using System.Runtime.CompilerServices;
using SimdReg;
using SimdReg.Lanes;

float[] weights = [0, 0.1f, -0.5f, 1, -2, 10];
float[] gradients = [0.2f, 0, 0, -0.2f, 0, 0];
var deadZone = new DeadZone(Strength: 0.5, Delta: 0.75);
var sgd = new Sgd(learningRate: 0.4);

var penaltyGradients = new float[weights.Length];
Penalty.AddGradient(weights, penaltyGradients, deadZone);

float[] coupled = [.. weights];
sgd.Step(coupled, gradients, deadZone);

float[] proximal = [.. weights];
sgd.Step(proximal, gradients, deadZone.Proximal());

Console.WriteLine($"{"",10}{"data",10}{"",10}{"penalty's",12}{"after a step",24}");
Console.WriteLine($"{"weight",10}{"gradient",10}{"penalty",10}{"gradient",12}{"coupled",12}{"proximal",12}");
for (var i = 0; i < weights.Length; i++)
{
    var penalty = Penalty.Sum<float, DeadZone>([weights[i]], deadZone);
    Console.Write($"{weights[i],10:0.000}{gradients[i],10:0.000}{penalty,10:0.000}");
    Console.WriteLine($"{penaltyGradients[i],12:0.000}{coupled[i],12:0.000}{proximal[i],12:0.000}");
}

Console.WriteLine($"{"together",20}{Penalty.Sum(weights, deadZone),10:0.000}");

/// <summary>A penalty from outside the library: 0 up to |w| = δ, and s·(|w| − δ) beyond.</summary>
public readonly record struct DeadZone(double Strength, double Delta) : IPenalty
{
    public double Strength { get; init; } = Strength >= 0 ? Strength : throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be at least 0.");

    public bool IsZero => Strength == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Splat(Strength) * L.Max(L.Abs(weights) - L.Splat(Delta), L.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), L.SelectLess(L.Abs(weights), L.Splat(Delta), L.Zero, L.Sign(weights)), gradients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        L.CopySign(L.Min(L.Abs(points), L.Max(L.Abs(points) - (rate * L.Splat(Strength)), L.Splat(Delta))), points);
}
