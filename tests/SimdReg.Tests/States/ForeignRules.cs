using SimdReg.Lanes;

namespace SimdReg.Tests.States;

/// <summary>Rules that are not the library's, though one has a name of its.</summary>
internal static class ForeignRules
{
    /// <summary>It keeps as many numbers as <see cref="SimdReg.Adam"/>.</summary>
    public readonly struct Adam : IUpdateRule<Adam>
    {
        public static int StateCount => 2;

        public double LearningRate => 0;

        public Adam WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights;
    }

    public readonly struct Gen<TParameter> : IUpdateRule<Gen<TParameter>>
    {
        public static int StateCount => 1;

        public double LearningRate => 0;

        public Gen<TParameter> WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights;
    }
}
