using System.Globalization;

namespace SimdReg.Mpi.Benchmarks;

/// <summary>One number that was measured, in seconds or bytes: a line of <c>mpi-scaling.csv</c>.</summary>
/// <param name="What">The experiment.</param>
/// <param name="Ranks">K, the number of ranks.</param>
/// <param name="Size">The number of weights, or of bytes of a message.</param>
/// <param name="Chunk">The number of weights of a chunk, or 0.</param>
/// <param name="Name">What the number is of.</param>
/// <param name="Value">The number.</param>
internal readonly record struct Row(string What, int Ranks, long Size, int Chunk, string Name, double Value)
{
    public const string Header = "what,ranks,size,chunk,name,value";

    public static Row Parse(string line) =>
        line.Split(',') is [var what, var ranks, var size, var chunk, var name, var value]
            ? new(
                what,
                int.Parse(ranks, CultureInfo.InvariantCulture),
                long.Parse(size, CultureInfo.InvariantCulture),
                int.Parse(chunk, CultureInfo.InvariantCulture),
                name,
                double.Parse(value, CultureInfo.InvariantCulture))
            : throw new FormatException($"'{line}' is no row: it must have the columns {Header}.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{What},{Ranks},{Size},{Chunk},{Name},{Value:G6}");
}
