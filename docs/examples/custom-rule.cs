#:project ../../src/SimdReg
#:property InvariantGlobalization=true
#:property PublishAot=false

// An update rule of your own, in twenty lines on lanes. Every penalty, mode and option then works with it, at every width, for float and
// double. This one is Signum (Bernstein et al., "signSGD: Compressed Optimisation for Non-Convex Problems", ICML 2018): it steps by the sign of
// the momentum. Lion with β₁ = β₂ does the same, so the two must agree to the bit.
//
// In a project of your own, reference the library in place of the first line, and build with -c Release.

using System.Runtime.CompilerServices;
using SimdReg;
using SimdReg.Lanes;

float[] weights = [0.5f, -0.25f, 1], gradients = [0.1f, 0, -0.2f];
float[] reference = [.. weights];

var signum = new Signum(LearningRate: 0.01, Beta: 0.9);
var state = signum.CreateState(weights);
signum.Step(weights, gradients, new L2(0.1).Decoupled(), state);

var lion = new Lion(learningRate: 0.01, beta1: 0.9, beta2: 0.9);
lion.Step(reference, gradients, new L2(0.1).Decoupled(), lion.CreateState(reference));

Console.WriteLine($"{state}: {string.Join(" ", weights)}");
Console.WriteLine(weights.AsSpan().SequenceEqual(reference) ? "Lion agrees." : throw new InvalidOperationException("Lion differs."));

/// <summary>A rule from outside the library: m ← β·m + (1 − β)·g, then w ← w − α·sign(m).</summary>
public readonly record struct Signum(double LearningRate, double Beta = 0.9) : IUpdateRule<Signum>
{
    public double LearningRate { get; init; } =
        LearningRate >= 0 ? LearningRate : throw new ArgumentOutOfRangeException(nameof(LearningRate), LearningRate, "LearningRate must be at least 0.");

    public static int StateCount => 1;

    public Signum WithLearningRate(double learningRate) => new(learningRate, Beta);

    public StepConstants AtStep(long stepNumber) => new(LearningRate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L>
    {
        state.First = L.Fma(L.Splat(Beta), state.First, L.Splat(1 - Beta) * gradients);
        return L.Fma(L.Splat(-constants.LearningRate), L.Sign(state.First), weights);
    }
}
