using SimdReg;
using SimdReg.Mpi;

namespace MpiExample;

/// <summary>The mean loss over all ranks, rounded once: the same bits whichever rank had which example.</summary>
internal sealed class LossSum(Communicator ranks)
{
    private readonly byte[] _bytes = new byte[ExactWeightSums.ByteCount];
    private ExactWeightSums _own = new();
    private long _count;

    /// <summary>Adds the losses of this rank's examples.</summary>
    /// <param name="losses">The losses, which are not negative: so their sum is that of their magnitudes.</param>
    /// <param name="count">The number of examples of all ranks.</param>
    public void Add(ReadOnlySpan<double> losses, int count)
    {
        _own.Add(losses);
        _count += count;
    }

    /// <summary>The mean of what all ranks have added, and begins again. All ranks call this.</summary>
    public double TakeMean()
    {
        _own.WriteTo(_bytes);
        var gathered = ranks.AllGather<byte>(_bytes);
        var (all, part) = (new ExactWeightSums(), new ExactWeightSums());
        foreach (var bytes in gathered.Chunk(_bytes.Length))
        {
            part.ReadFrom(bytes);
            all.Add(part);
        }

        var mean = all.Round<double>().SumOfMagnitudes / _count;
        (_own, _count) = (new(), 0);
        return mean;
    }
}
