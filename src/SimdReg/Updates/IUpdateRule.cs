using SimdReg.Lanes;

namespace SimdReg;

/// <summary>The next weight from a weight and its effective gradient.</summary>
/// <remarks>
/// An implementation is a small <see langword="readonly"/> struct with its parameters checked in the constructor. Its
/// formula is written once, on lanes, and composes with every penalty in every mode.
/// </remarks>
public interface IUpdateRule
{
    /// <summary>α, the learning rate: how far a step goes, and how strongly a decoupled or proximal penalty acts in it.</summary>
    double LearningRate { get; }

    /// <summary>w′, the weights after the step.</summary>
    /// <typeparam name="L">The lanes.</typeparam>
    /// <param name="weights">w</param>
    /// <param name="gradients">g, with the gradient of a coupled penalty already in it.</param>
    L Update<L>(L weights, L gradients)
        where L : struct, ILanes<L>;
}
