using System.Numerics;
using SimdReg.Sums;

namespace SimdReg.Models;

/// <summary>The sum of the penalties of several arrays, in twice the precision of a double.</summary>
internal struct PenaltyTotal<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private DoubleDouble _sum;
    private double _special;

    public readonly double Value => _special == 0 ? _sum.High : _special;

    public void Add(Optimizer<T> optimizer, MemoryPiece<T> weights, int maxDegreeOfParallelism)
    {
        var penalty = double.CreateTruncating(weights.Stored is { } stored
            ? optimizer.PenaltySumStored(stored.Span, maxDegreeOfParallelism)
            : optimizer.PenaltySum(weights.Plain.Span, maxDegreeOfParallelism));
        _sum += new DoubleDouble(double.IsFinite(penalty) ? penalty : 0, 0);
        _special += double.IsFinite(penalty) ? 0 : penalty;
    }
}
