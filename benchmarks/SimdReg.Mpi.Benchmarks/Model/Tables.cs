using static SimdReg.Mpi.Benchmarks.Model.Markdown;

namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>The tables of what was measured, and of the model beside it.</summary>
internal sealed class Tables(Measurements measured, CostModel model)
{
    /// <summary>Strong or weak scaling.</summary>
    public string Scaling(string what) => Table(
        ["ranks", "weights", "step, ms", "exchange", "sum", "update", "gather", "speed", "adding g, ms"],
        measured.Ranks(what).Select(ranks => new[]
        {
            $"{ranks}",
            Weights(measured.Sizes(what, ranks)[0]),
            Time(what, ranks, "step"),
            Time(what, ranks, "exchange"),
            Time(what, ranks, "sum"),
            Time(what, ranks, "update"),
            Time(what, ranks, "gather"),
            Ratio(Speed(what, ranks)),
            Time(what, ranks, "add"),
        }));

    /// <summary>A step without exact sums and exchange.</summary>
    public string Plain() => $"A `ParameterSet` of one process, without sum and exchange, takes {Time("plain", 1, "step")} ms a step.";

    public string Bytes(string what) => Table(
        ["ranks", "sent by a rank, MB", "lower bound / sent", "sent by all, MB", "state of a rank, MB", "peak memory of a rank, MB"],
        measured.Ranks(what).Select(ranks => new[]
        {
            $"{ranks}",
            Bytes(what, ranks, "bytes of a rank"),
            ranks == 1 ? "" : Ratio(2.0 * (ranks - 1) / ranks * measured.Sizes(what, ranks)[0] * sizeof(float) / measured.Least(what, ranks, "bytes of a rank")),
            Bytes(what, ranks, "bytes of all"),
            Bytes(what, ranks, "state bytes"),
            Bytes(what, ranks, "peak memory"),
        }));

    public string Overlap() => Table(
        ["ranks", "overlapped, ms", "waiting, ms", "overlapped / waiting"],
        measured.Ranks("overlapped").Select(ranks => new[]
        {
            $"{ranks}",
            Time("overlapped", ranks, "step"),
            Time("blocking", ranks, "step"),
            Ratio(measured.Least("overlapped", ranks, "step") / measured.Least("blocking", ranks, "step")),
        }));

    /// <summary>Steps with chunks of other lengths.</summary>
    public string Chunks(string what)
    {
        var chunks = measured.Chunks(what);
        return Table(
            ["ranks", .. chunks.Select(chunk => Weights(chunk))],
            measured.Ranks(what).Select(ranks => (string[])[$"{ranks}", .. chunks.Select(chunk => Milliseconds(measured.Least(what, ranks, "step", chunk: chunk)))]));
    }

    public string Messages()
    {
        var ranks = measured.Ranks("alltoall");
        return Table(
            ["bytes", "one way between 2", .. ranks.Select(count => $"to and from each of {count}"), "α + β·b"],
            measured.Sizes("pingpong", 2).Select(bytes => (string[])
            [
                Weights(bytes),
                Microseconds(measured.Least("pingpong", 2, "message", bytes)),
                .. ranks.Select(count => Microseconds(measured.Least("alltoall", count, "exchange", bytes))),
                Microseconds(model.Message.Of(bytes)),
            ]));
    }

    public string Memory()
    {
        string[] names = ["pack", "unpack", .. Measuring.MemoryCosts.PartCounts.Select(parts => $"sum of {parts}"), "update"];
        var ranks = measured.Ranks("memory");
        return Table(
            ["ns a weight", .. ranks.Select(count => count == 1 ? "1 rank" : $"{count} ranks at once")],
            names.Select(name => (string[])[name, .. ranks.Select(count => Number(measured.Least("memory", count, name) * 1e9))]));
    }

    /// <summary>The prediction of each phase beside its measurement.</summary>
    public string Prediction(string what) => Table(
        ["ranks", "exchange, ms: predicted / measured", "sum", "update", "gather", "step", "error"],
        measured.Ranks(what).Select(ranks =>
        {
            var cost = model.Predict(ranks, measured.Sizes(what, ranks)[0]);
            return new[]
            {
                $"{ranks}",
                Pair(cost.Exchange, what, ranks, "exchange"),
                Pair(cost.Sum, what, ranks, "sum"),
                Pair(cost.Update, what, ranks, "update"),
                Pair(cost.Gather, what, ranks, "gather"),
                Pair(cost.Total, what, ranks, "step"),
                Percent((cost.Total / measured.Least(what, ranks, "step")) - 1),
            };
        }));

    public string Fit() => $"α = {Microseconds(model.Message.Latency)} µs, β = {Number(model.Message.PerByte * 1e9)} ns a byte";

    private double Speed(string what, int ranks) =>
        measured.Sizes(what, ranks)[0] / measured.Least(what, ranks, "step") / (measured.Sizes(what, 1)[0] / measured.Least(what, 1, "step"));

    private string Pair(double predicted, string what, int ranks, string name) => $"{Milliseconds(predicted)} / {Time(what, ranks, name)}";

    private string Time(string what, int ranks, string name) => Milliseconds(measured.Least(what, ranks, name));

    private string Bytes(string what, int ranks, string name) => Megabytes(measured.Least(what, ranks, name));

    private static string Microseconds(double seconds) => Number(seconds * 1e6);

    private static string Weights(long count) => count >= 1 << 20 ? $"{count >> 20} M" : $"{count >> 10} K";
}
