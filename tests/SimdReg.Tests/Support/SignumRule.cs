using System.Runtime.CompilerServices;
using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

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
