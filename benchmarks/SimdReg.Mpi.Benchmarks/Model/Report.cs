namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>All tables, as a document.</summary>
internal static class Report
{
    /// <summary>The cores of the machines whose results are kept.</summary>
    public const int Cores = 2;

    public static string Of(Measurements measured)
    {
        var model = new CostModel(measured, Cores);
        var tables = new Tables(measured, model);
        var plan = new PlanTables(model, measured);
        return $"""
            # Sharded steps over MPI

            The output of `benchmarks/SimdReg.Mpi.Benchmarks/run.sh`: AdamW with a decoupled L2, floats, one gradient a rank, one thread a rank, chunks of {plan.ChunkLength} weights.
            Ranks share two cores of one machine: **4 and 8 ranks are oversubscribed**, and each gets a half or a quarter of a core. Times are of the slowest rank, medians over the steps of
            a round, and the shortest of the rounds, because other work on the machine only adds to them. A phase includes waiting for ranks that are later, so the phases of the slowest ranks may add up to more than a step. [Scaling](../../../docs/scaling.md) explains the model.

            ## Strong scaling

            {tables.Scaling("strong")}
            {tables.Plain()}

            {tables.Bytes("strong")}
            ## Weak scaling

            {tables.Scaling("weak")}
            {tables.Bytes("weak")}
            ## Overlap

            A step that exchanges one chunk while it sums and steps another, and one that waits for each exchange, in turn.

            {tables.Overlap()}
            ## Chunks

            A step over 8 M weights, in ms, by the weights of a chunk. On one thread a rank:

            {tables.Chunks("chunks")}
            On two threads a rank:

            {tables.Chunks("threads")}
            ## Messages

            In µs. Fitted to all exchanges between 2 ranks: {tables.Fit()}.

            {tables.Messages()}
            ## Memory

            {tables.Memory()}
            ## Model

            {tables.Prediction("strong")}
            {tables.Prediction("weak")}
            ## Plan

            {plan.Assumptions()}
            {plan.Steps()}
            """.TrimEnd() + "\n";
    }
}
