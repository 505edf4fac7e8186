using System.Text.Json;

namespace SimdReg.Tuning;

/// <summary>Trials as a table of named values, which are numbers, texts or null.</summary>
internal static class TrialTable
{
    public static void WriteCsv<TCandidate>(IReadOnlyList<Trial<TCandidate>> trials, TextWriter writer)
    {
        // Lists of numbers may differ in length, so the columns are collected from all candidates.
        string[] names = [.. trials.SelectMany(trial => Candidate(trial.Candidate)).Select(column => column.Name).Distinct()];
        Csv.WriteLine(writer, Row(trials[0], names.Select(name => (name, (object?)null))).Select(column => column.Name));
        foreach (var trial in trials)
        {
            var candidate = Candidate(trial.Candidate).ToDictionary();
            Csv.WriteLine(writer, Row(trial, names.Select(name => (name, candidate.GetValueOrDefault(name)))).Select(column => column.Value));
        }
    }

    public static void WriteJson<TCandidate>(IReadOnlyList<Trial<TCandidate>> trials, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartArray();
        foreach (var trial in trials)
        {
            json.WriteStartObject();
            foreach (var (name, value) in Row(trial, Candidate(trial.Candidate)))
            {
                json.WritePropertyName(name);
                WriteValue(json, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static IEnumerable<(string Name, object? Value)> Row<TCandidate>(Trial<TCandidate> trial, IEnumerable<(string, object?)> candidate) =>
    [
        ("index", trial.Index),
        .. candidate,
        ("budget", trial.Budget),
        ("mean", trial.HasFailed ? null : trial.Score.Mean),
        ("standard_error", trial.Score.StandardError),
        ("failure", trial.Failure),
    ];

    private static IEnumerable<(string Name, object? Value)> Candidate<TCandidate>(TCandidate candidate) => candidate switch
    {
        ElasticNetStrength pair => [("total", pair.Total), ("l1_share", pair.L1Share)],
        IReadOnlyList<double> list => list.Select((value, i) => ($"candidate_{i}", (object?)value)),
        double or float or int or long => [("candidate", candidate)],
        _ => [("candidate", candidate is null ? null : InvariantText.Of(candidate))],
    };

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case double number when double.IsFinite(number):
            case float single when float.IsFinite(single):
            case int or long:
                json.WriteRawValue(InvariantText.Of(value));
                break;
            default: // JSON has no NaN and no infinities.
                json.WriteStringValue(InvariantText.Of(value));
                break;
        }
    }
}
