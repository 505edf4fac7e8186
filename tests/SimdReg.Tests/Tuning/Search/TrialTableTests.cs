using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SimdReg.Tuning;

namespace SimdReg.Tests.Tuning;

/// <summary>Trials written as CSV and JSON.</summary>
public class TrialTableTests
{
    [Fact]
    public void Strengths_are_written_as_one_column_and_failures_are_quoted()
    {
        var result = Search.Run([0.1, 1e-7, 3], strength => strength switch
        {
            0.1 => new Score(1.5, 0.25),
            3 => 2,
            _ => throw new InvalidDataException("Not \"finite\", or\nempty."),
        });

        Assert.Equal(
            "index,candidate,budget,mean,standard_error,failure\r\n"
            + "0,0.1,1,1.5,0.25,\r\n"
            + "1,1E-07,1,,,\"InvalidDataException: Not \"\"finite\"\", or\nempty.\"\r\n"
            + "2,3,1,2,,\r\n",
            Csv(result));
    }

    [Fact]
    public void An_elastic_net_has_two_columns_and_layers_one_each()
    {
        Assert.Equal(
            "index,total,l1_share,budget,mean,standard_error,failure\r\n0,0.1,0.5,1,2,,\r\n",
            Csv(Search.Run([new ElasticNetStrength(0.1, 0.5)], _ => 2)));
        Assert.Equal(
            "index,candidate_0,candidate_1,budget,mean,standard_error,failure\r\n0,0.1,,1,2,,\r\n1,0.2,0.3,1,2,,\r\n",
            Csv(Search.Run<ImmutableArray<double>>([[0.1], [0.2, 0.3]], _ => 2)));
        Assert.Equal(
            "index,candidate,budget,mean,standard_error,failure\r\n0,\"relu, 3\",1,2,,\r\n1,,1,2,,\r\n",
            Csv(Search.Run(["relu, 3", null], _ => 2)));
    }

    [Fact]
    public void Budgets_are_written() =>
        Assert.Equal(
            ["index,candidate,budget,mean,standard_error,failure", "0,5,3,5,,", "1,4,3,4,,", "0,5,6,5,,", "1,4,6,4,,"],
            Csv(Search.SuccessiveHalving([5, 4, 7, 6], (candidate, _) => candidate, maxBudget: 6, factor: 2)).Split("\r\n")[..^1].Where(line => line[0] is not ('2' or '3')));

    [Fact]
    public void Numbers_read_back_to_the_same_bits_where_commas_are_decimal()
    {
        var candidates = new LogRange(1e-30, 1e30).Grid(50);
        var result = Search.Run(candidates, strength => new Score(-strength / 3, Math.Sqrt(strength)));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CommaCulture();
            Assert.Equal("−0,5", $"{-0.5}");
            string[] lines = Csv(result).Split("\r\n");
            Assert.Equal(candidates.Length + 2, lines.Length);
            foreach (var trial in result.Trials)
            {
                var cells = lines[trial.Index + 1].Split(',');
                Assert.Equal(6, cells.Length);
                Assert.Equal(
                    [trial.Candidate, trial.Score.Mean, trial.Score.StandardError!.Value],
                    ((int[])[1, 3, 4]).Select(column => double.Parse(cells[column], CultureInfo.InvariantCulture)));
            }

            var objects = Json(result).EnumerateArray().ToArray();
            Assert.Equal(candidates, objects.Select(trial => trial.GetProperty("candidate").GetDouble()));
            Assert.Equal(result.Trials.Select(trial => trial.Score.Mean), objects.Select(trial => trial.GetProperty("mean").GetDouble()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_candidate_of_ones_own_is_written_the_same_in_every_culture()
    {
        var result = Search.Run([new Own(0.5, -1)], _ => 1);
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in (CultureInfo[])[CultureInfo.InvariantCulture, CommaCulture()])
            {
                CultureInfo.CurrentCulture = culture;
                Assert.Contains("\"Own { Rate = 0.5, Depth = -1 }\"", Csv(result), StringComparison.Ordinal);
                Assert.Equal("Own { Rate = 0.5, Depth = -1 }", Json(result)[0].GetProperty("candidate").GetString());
                Assert.Same(culture, CultureInfo.CurrentCulture);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Json_has_the_columns_as_properties_and_null_for_what_is_missing()
    {
        var result = Search.Run([new ElasticNetStrength(0.1, 0.5), new(0.2, 1)], pair => pair.Total == 0.1 ? new Score(1.5, 0.25) : double.NaN);
        var trials = Json(result);

        Assert.Equal(2, trials.GetArrayLength());
        Assert.Equal(["index", "total", "l1_share", "budget", "mean", "standard_error", "failure"], trials[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(["0", "0.1", "0.5", "1", "1.5", "0.25", "null"], trials[0].EnumerateObject().Select(property => property.Value.GetRawText()));
        Assert.Equal(["1", "0.2", "1", "1", "null", "null"], trials[1].EnumerateObject().Select(property => property.Value.GetRawText()).SkipLast(1));
        Assert.Equal("The score is NaN: it must be finite.", trials[1].GetProperty("failure").GetString());
    }

    [Fact]
    public void Json_writes_as_text_what_is_not_a_number_of_its_own()
    {
        Assert.Equal(["\"NaN\"", "\"-Infinity\"", "0.5"], Candidates(Search.Run([double.NaN, double.NegativeInfinity, 0.5], _ => 1)));
        Assert.Equal(["\"Infinity\"", "0.5"], Candidates(Search.Run([float.PositiveInfinity, 0.5f], _ => 1)));
        Assert.Equal(["\"a\\u0022b\""], Candidates(Search.Run(["a\"b"], _ => 1)));
    }

    [Fact]
    public void A_candidate_that_is_null_is_null_in_json_and_empty_in_csv()
    {
        Assert.Equal(["null", "\"\""], Candidates(Search.Run<string?>([null, ""], _ => 1)));
        Assert.Equal(["null", "0.5"], Candidates(Search.Run<double?>([null, 0.5], _ => 1)));
        Assert.Contains("\r\n0,,1,1,,\r\n", Csv(Search.Run<string?>([null], _ => 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_to_stays_open_and_may_not_be_null()
    {
        var result = Search.Run([1.0], _ => 1);
        using var stream = new MemoryStream();
        result.WriteJson(stream);
        stream.WriteByte((byte)'\n');
        Assert.Equal("writer", Assert.Throws<ArgumentNullException>(() => result.WriteCsv(null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => result.WriteJson(null!)).ParamName);
    }

    private static IEnumerable<string> Candidates<T>(SearchResult<T> result) =>
        Json(result).EnumerateArray().Select(trial => trial.GetProperty("candidate").GetRawText());

    private static CultureInfo CommaCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NegativeSign) = (",", "−");
        return culture;
    }

    private static string Csv<T>(SearchResult<T> result)
    {
        using var writer = new StringWriter();
        result.WriteCsv(writer);
        return writer.ToString();
    }

    private static JsonElement Json<T>(SearchResult<T> result)
    {
        using var stream = new MemoryStream();
        result.WriteJson(stream);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        return document.RootElement.Clone();
    }

    private sealed record Own(double Rate, int Depth);
}
