#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// A penalty of your own, in twenty lines on lanes. Sums, gradients and every step then work with it, at every width, for float and double.
// This one is Huber's: L2 near zero, L1 beyond δ, so that it pulls no harder at a large weight.
//
// In a project of your own, reference the library in place of the first line, and build with -c Release.

using System.Runtime.CompilerServices;
using SimdReg;
using SimdReg.Lanes;

float[] weights = [0, 0.1f, -0.5f, 1, -2, 10];
float[] gradients = [0.2f, 0, 0, -0.2f, 0, 0];
var huber = new Huber(Strength: 0.5, Delta: 1);
var sgd = new Sgd(learningRate: 0.4);

var penaltyGradients = new float[weights.Length];
Penalty.AddGradient(weights, penaltyGradients, huber);

float[] coupled = [.. weights];
sgd.Step(coupled, gradients, huber);

float[] proximal = [.. weights];
sgd.Step(proximal, gradients, huber.Proximal());

Console.WriteLine($"{"",10}{"data",10}{"",10}{"penalty's",12}{"after a step",24}");
Console.WriteLine($"{"weight",10}{"gradient",10}{"penalty",10}{"gradient",12}{"coupled",12}{"proximal",12}");
for (var i = 0; i < weights.Length; i++)
{
    var penalty = Penalty.Sum<float, Huber>([weights[i]], huber);
    Console.Write($"{weights[i],10:0.000}{gradients[i],10:0.000}{penalty,10:0.000}");
    Console.WriteLine($"{penaltyGradients[i],12:0.000}{coupled[i],12:0.000}{proximal[i],12:0.000}");
}

Console.WriteLine($"{"together",20}{Penalty.Sum(weights, huber),10:0.000}");

/// <summary>A penalty from outside the library: s·w²/2 up to |w| = δ, and s·δ·(|w| − δ/2) beyond.</summary>
public readonly record struct Huber(double Strength, double Delta) : IPenalty
{
    public double Strength { get; init; } = Strength >= 0 ? Strength : throw new ArgumentOutOfRangeException(nameof(Strength), Strength, "Strength must be at least 0.");

    public bool IsZero => Strength == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Value<L>(L weights)
        where L : struct, ILanes<L> =>
        L.Splat(Strength) * Clip(weights) * (weights - (L.Splat(0.5) * Clip(weights)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L AddGradient<L>(L weights, L gradients)
        where L : struct, ILanes<L> =>
        L.Fma(L.Splat(Strength), Clip(weights), gradients);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L ProximalStep<L>(L points, L rate)
        where L : struct, ILanes<L> =>
        points - (rate * L.Splat(Strength) * Clip(points / (L.Splat(1) + (rate * L.Splat(Strength)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private L Clip<L>(L weights)
        where L : struct, ILanes<L> =>
        L.CopySign(L.Min(L.Abs(weights), L.Splat(Delta)), weights);
}
