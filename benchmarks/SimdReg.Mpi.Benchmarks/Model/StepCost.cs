namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>The time of a step, in seconds.</summary>
internal readonly record struct StepCost(double Exchange, double Sum, double Update, double Gather)
{
    public double Total => Exchange + Sum + Update + Gather;
}
