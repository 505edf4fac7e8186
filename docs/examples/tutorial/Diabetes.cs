namespace Tutorial;

/// <summary>The patients of docs/data/diabetes.csv, as linear models of how far their disease goes within a year.</summary>
public static class Diabetes
{
    private static readonly DataFile _file = DataFile.Read("diabetes.csv");

    /// <summary>The names of the ten measurements.</summary>
    public static string[] Measurements { get; } = _file.Names[..10];

    /// <summary>The rows to learn from: the first 150 patients.</summary>
    public static int[] Training { get; } = [.. Enumerable.Range(0, 150)];

    /// <summary>The rows to compare models on: the next 146.</summary>
    public static int[] Validation { get; } = [.. Enumerable.Range(150, 146)];

    /// <summary>The rows that are looked at once, at the end: the last 146.</summary>
    public static int[] Test { get; } = [.. Enumerable.Range(296, 146)];

    /// <summary>Ten features: the measurements, each with mean 0 and variance 1 in the training rows.</summary>
    public static LinearModel[] WithMeasurements(IReadOnlyList<int> training, params IReadOnlyList<int>[] others) =>
        Models(training, others, Standardized(training));

    /// <summary>65 features: the measurements with their squares and products, standardised again.</summary>
    public static LinearModel[] WithProducts(IReadOnlyList<int> training, params IReadOnlyList<int>[] others)
    {
        var products = Standardized(training).Select(row => (double[])
        [
            .. row,
            .. from i in Enumerable.Range(0, row.Length) from j in Enumerable.Range(i, row.Length - i) select row[i] * row[j],
        ]);
        return Models(training, others, Standardize([.. products], training));
    }

    /// <summary>30 features: each measurement, its square and its cube, one after another, standardised again.</summary>
    public static LinearModel[] WithPowers(IReadOnlyList<int> training, params IReadOnlyList<int>[] others)
    {
        var powers = Standardized(training).Select(row => row.SelectMany(x => (double[])[x, x * x, x * x * x]).ToArray());
        return Models(training, others, Standardize([.. powers], training));
    }

    private static double[][] Standardized(IReadOnlyList<int> training) =>
        Standardize([.. _file.Rows.Select(row => row[..10])], training);

    /// <summary>One model of the training rows and one of each other group, with targets less their mean in the training rows.</summary>
    private static LinearModel[] Models(IReadOnlyList<int> training, IReadOnlyList<int>[] others, double[][] features)
    {
        var mean = training.Average(i => _file.Rows[i][10]);
        return [.. others.Prepend(training).Select(group => new LinearModel(
            [.. group.Select(i => features[i])], [.. group.Select(i => _file.Rows[i][10] - mean)]))];
    }

    /// <summary>Gives each feature mean 0 and variance 1 in the training rows, because a penalty charges all weights alike.</summary>
    private static double[][] Standardize(double[][] rows, IReadOnlyList<int> training)
    {
        var scales = Enumerable.Range(0, rows[0].Length).Select(j =>
        {
            var mean = training.Average(i => rows[i][j]);
            return (Mean: mean, Deviation: Math.Sqrt(training.Average(i => (rows[i][j] - mean) * (rows[i][j] - mean))));
        }).ToArray();
        return [.. rows.Select(row => row.Zip(scales, (value, scale) => (value - scale.Mean) / scale.Deviation).ToArray())];
    }
}
