using SimdReg.Lanes;

namespace SimdReg.Tests.Boundaries;

/// <summary>Rules that are not the library's, though one has a name of its.</summary>
internal static class Rules
{
    /// <summary>It keeps as many numbers as <see cref="SimdReg.Adam"/>.</summary>
    public readonly struct Adam : IUpdateRule<Adam>
    {
        public static int StateCount => 2;

        public double LearningRate => 0;

        public Adam AtStep(long stepNumber) => this;

        public L Update<L>(L weights, L gradients, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights;
    }

    public readonly struct Gen<TParameter> : IUpdateRule<Gen<TParameter>>
    {
        public static int StateCount => 1;

        public double LearningRate => 0;

        public Gen<TParameter> AtStep(long stepNumber) => this;

        public L Update<L>(L weights, L gradients, ref StateLanes<L> state)
            where L : struct, ILanes<L> => weights;
    }
}
