using SimdReg.Lanes;

namespace SimdReg.Mpi.Tests;

/// <summary>A rule that throws in the loop. Its text does not say so: ranks must agree on it.</summary>
internal readonly struct Throwing(bool throws) : IUpdateRule<Throwing>
{
    public static int StateCount => 0;

    public double LearningRate => 0.1;

    public Throwing WithLearningRate(double learningRate) => this;

    public StepConstants AtStep(long stepNumber) => new(0.1);

    public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
        where L : struct, ILanes<L> =>
        throws ? throw new NotSupportedException("The rule throws here.") : weights;
}
