using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharpExample;

/// <summary>The images of docs/data/digits.csv as tensors: the first of a shuffle train, the others test.</summary>
internal sealed class Digits
{
    public const int TrainingCount = 900;
    private const int BatchSize = 30;
    private const int PixelCount = 64;

    private readonly Tensor _images;
    private readonly Tensor _labels;

    private Digits(float[][] rows)
    {
        _images = tensor([.. rows.SelectMany(row => row[..PixelCount].Select(pixel => pixel / 16))]).reshape(rows.Length, PixelCount);
        _labels = tensor([.. rows.Select(row => (long)row[PixelCount])]);
        TestCount = rows.Length - TrainingCount;
    }

    public int TestCount { get; }

    public static Digits Read()
    {
        var directory = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(directory, "docs", "data")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has docs/data.");
        }

        float[][] rows =
        [
            .. File.ReadLines(Path.Combine(directory, "docs", "data", "digits.csv")).Skip(1)
                .Select(line => Array.ConvertAll(line.Split(','), cell => float.Parse(cell, CultureInfo.InvariantCulture))),
        ];
        new Random(1).Shuffle(rows);
        return new(rows);
    }

    /// <summary>The training images in an order that depends on the epoch alone.</summary>
    public IEnumerable<(Tensor Images, Tensor Labels)> Batches(int epoch)
    {
        long[] order = [.. Enumerable.Range(0, TrainingCount)];
        new Random(epoch).Shuffle(order);
        foreach (var batch in order.Chunk(BatchSize))
        {
            using var indices = tensor(batch);
            using Tensor images = _images.index_select(0, indices), labels = _labels.index_select(0, indices);
            yield return (images, labels);
        }
    }

    /// <summary>The share of test images that a network reads right.</summary>
    public double RightOf(Network network)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        return network.forward(_images[TrainingCount..]).argmax(1).eq(_labels[TrainingCount..]).mean([0], type: ScalarType.Float64).item<double>();
    }
}
