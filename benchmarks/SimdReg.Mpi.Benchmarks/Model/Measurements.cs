namespace SimdReg.Mpi.Benchmarks.Model;

/// <summary>The rows of <c>mpi-scaling.csv</c>. Each is a median; rounds repeat it.</summary>
internal sealed class Measurements(IEnumerable<Row> rows)
{
    public const string FileName = "mpi-scaling.csv";

    private readonly IReadOnlyList<Row> _rows = [.. rows];

    public static Measurements Read(string folder) => new(File.ReadLines(Path.Combine(folder, FileName)).Skip(1).Select(Row.Parse));

    /// <summary>The numbers of ranks of an experiment.</summary>
    public int[] Ranks(string what) => [.. Of(what).Select(row => row.Ranks).Distinct().Order()];

    /// <summary>The sizes of an experiment.</summary>
    public long[] Sizes(string what, int ranks) => [.. Of(what).Where(row => row.Ranks == ranks).Select(row => row.Size).Distinct().Order()];

    /// <summary>The chunk lengths of an experiment.</summary>
    public int[] Chunks(string what) => [.. Of(what).Select(row => row.Chunk).Distinct().Order()];

    /// <summary>The least of all rounds: other work on the machine only adds to a time.</summary>
    public double Least(string what, int ranks, string name, long? size = null, int? chunk = null) =>
        Of(what).Where(row => row.Ranks == ranks && row.Name == name && row.Size == (size ?? row.Size) && row.Chunk == (chunk ?? row.Chunk)).Min(row => row.Value);

    private IEnumerable<Row> Of(string what) => _rows.Where(row => row.What == what);
}
