using SimdReg.Sums;

namespace SimdReg.Torch.Memory;

/// <summary>A piece whose weights and gradients are stored as <see cref="BFloat16"/> or <see cref="Half"/>, and computed with as <see langword="float"/>.</summary>
internal sealed class StoredPiece<TStored>(
    NativeMemory<TStored> weights, NativeMemory<TStored> gradients, Optimizer<float> optimizer, NumberStorage? storage)
    : ParameterPiece<float>(weights, gradients, optimizer, storage)
    where TStored : unmanaged
{
    private readonly StoredMemory _weights = StoredMemory.Create(weights.Memory);
    private readonly StoredMemory _gradients = StoredMemory.Create(gradients.Memory);

    public override void AddTo(ParameterSet<float> set) => set.Add(_weights, _gradients, Optimizer);

    public override void AddGradientsTo(ExactWeightSums sums) => sums.Add(_gradients.Span);

    public override bool IsFinite() => NarrowSums.AreFinite(_gradients.Span, maxDegreeOfParallelism: 1);

    public override float PenaltySum(int maxDegreeOfParallelism) => Optimizer.PenaltySumStored(_weights.Span, maxDegreeOfParallelism);

    public override void WarmStart()
    {
        var widened = new float[Length];
        ((ReadOnlyStoredSpan)_weights.Span).CopyTo(widened);
        Optimizer.WarmStart(widened);
    }
}
