using System.Globalization;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>A path as CSV reads back the same, in any culture.</summary>
public class RegularizationPathCsvTests
{
    private static readonly RegularizationPath _path = RegularizationPath.Compute(
        Diabetes.Standardised.LeastSquares, 10, [1000, 10.5], s => new L1(s), new() { MaxIterations = 3 });

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public void Every_number_reads_back_to_the_bit(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var lines = Csv().Split("\r\n");

            Assert.Equal(4, lines.Length);
            Assert.Equal("strength,converged,non_zeros,objective,w0,w1,w2,w3,w4,w5,w6,w7,w8,w9", lines[0]);
            Assert.Equal("", lines[3]);
            foreach (var (line, point) in lines[1..3].Zip(_path.Points))
            {
                double[] expected =
                    [point.Strength, point.Report.IsConverged ? 1 : 0, point.NonZeroCount, point.Report.Objective, .. point.Weights];
                Assert.Equal(expected, line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Names_are_quoted_where_they_have_to_be()
    {
        var csv = Csv(["age", "a,b", "\"", "c\nd", "e\rf", "f", "g", "h", "i", "j"]);

        Assert.StartsWith("strength,converged,non_zeros,objective,age,\"a,b\",\"\"\"\",\"c\nd\",\"e\rf\",f,g,h,i,j\r\n1000,1,0,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_names_and_no_writer_are_refused()
    {
        using var writer = new StringWriter();

        Assert.Equal("names", Assert.Throws<ArgumentException>(() => _path.WriteCsv(writer, ["age"])).ParamName);
        Assert.Equal("writer", Assert.Throws<ArgumentNullException>(() => _path.WriteCsv(null!)).ParamName);
        Assert.Equal("", writer.ToString());
    }

    private static string Csv(string[]? names = null)
    {
        using var writer = new StringWriter();
        _path.WriteCsv(writer, names);
        return writer.ToString();
    }
}
