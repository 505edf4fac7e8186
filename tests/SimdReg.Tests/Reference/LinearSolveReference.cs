namespace SimdReg.Tests.Reference;

/// <summary>The x with A·x = b, by elimination with the largest pivot of each column.</summary>
internal static class LinearSolveReference
{
    public static double[] Solve(double[][] matrix, double[] right)
    {
        double[][] rows = [.. matrix.Select((row, i) => (double[])[.. row, right[i]])];
        var count = rows.Length;
        for (var k = 0; k < count; k++)
        {
            var pivot = Enumerable.Range(k, count - k).MaxBy(i => Math.Abs(rows[i][k]));
            (rows[k], rows[pivot]) = (rows[pivot], rows[k]);
            for (var i = k + 1; i < count; i++)
            {
                var factor = rows[i][k] / rows[k][k];
                rows[i] = [.. rows[i].Zip(rows[k], (x, y) => x - (factor * y))];
            }
        }

        var solution = new double[count];
        for (var k = count - 1; k >= 0; k--)
        {
            solution[k] = (rows[k][count] - Enumerable.Range(k + 1, count - k - 1).Sum(j => rows[k][j] * solution[j])) / rows[k][k];
        }

        return solution;
    }
}
