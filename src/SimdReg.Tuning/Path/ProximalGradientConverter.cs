using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimdReg.Tuning;

/// <summary>Reads and writes a <see cref="ProximalGradient"/> as JSON, with its range in C# syntax: <c>{"Tolerance":1E-10,"MaxIterations":10000,"Penalized":"0..^1"}</c>.</summary>
/// <remarks>
/// The serializer alone would lose a <see cref="Range"/>, and generated code would also lose the default of a missing property. Here a
/// missing property keeps its default, and an unknown one is rejected.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProximalGradientConverter : JsonConverter<ProximalGradient>
{
    /// <summary>Reads the object.</summary>
    /// <returns>The solver.</returns>
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is not an object, a property is unknown, or a value has the wrong type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public override ProximalGradient Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"A {nameof(ProximalGradient)} must be an object.");
        }

        var solver = new ProximalGradient();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            solver = Is(nameof(ProximalGradient.Tolerance)) ? solver with { Tolerance = reader.GetDouble() }
                : Is(nameof(ProximalGradient.MaxIterations)) ? solver with { MaxIterations = reader.GetInt32() }
                : Is(nameof(ProximalGradient.Penalized)) ? solver with { Penalized = RangeOf(reader.GetString()) }
                : throw new JsonException($"{nameof(ProximalGradient)} has no property \"{name}\".");

            bool Is(string property) => string.Equals(
                name, Named(property, options), options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        return solver;
    }

    /// <summary>Writes the object.</summary>
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ProximalGradient value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(options);
        writer.WriteStartObject();
        writer.WriteNumber(Named(nameof(value.Tolerance), options), value.Tolerance);
        writer.WriteNumber(Named(nameof(value.MaxIterations), options), value.MaxIterations);
        writer.WriteString(Named(nameof(value.Penalized), options), value.Penalized.ToString());
        writer.WriteEndObject();
    }

    private static string Named(string property, JsonSerializerOptions options) => options.PropertyNamingPolicy?.ConvertName(property) ?? property;

    private static Range RangeOf(string? text) =>
        text?.Split("..") is [var start, var end] && IndexOf(start, 0) is { } first && IndexOf(end, ^0) is { } last
            ? first..last
            : throw new JsonException($"{nameof(ProximalGradient.Penalized)} is \"{text}\": it must be a range as in C#, such as \"1..^1\".");

    /// <summary>Parses an index; an empty text gives the default, an invalid one null.</summary>
    private static Index? IndexOf(string text, Index ifEmpty)
    {
        var fromEnd = text.StartsWith('^');
        return text.Length == 0 ? ifEmpty
            : int.TryParse(text.AsSpan(fromEnd ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new Index(value, fromEnd)
            : null;
    }
}
