using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Reads and writes a <see cref="BFloat16"/> as the shortest JSON number that comes back; NaN and infinities as <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.</summary>
/// <remarks>
/// As for <see cref="Half"/>, a number that would be infinite is refused, and <see cref="JsonSerializerOptions.NumberHandling"/> allows numbers in strings.
/// Named literals are always allowed, as in the other types of this library. <see cref="JsonNumberHandlingAttribute"/> has no effect on types with a converter.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BFloat16Converter : JsonConverter<BFloat16>
{
    // "-1.234E-38" has 10 characters, "-0.0001234" too.
    private const int MaxLength = 16;

    /// <summary>Reads the number.</summary>
    /// <returns>The number, rounded once.</returns>
    /// <inheritdoc/>
    /// <exception cref="JsonException">The JSON is not a number, or one that would be infinite.</exception>
    public override BFloat16 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (reader.TokenType == JsonTokenType.Number)
        {
            var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
            return Finite(BFloat16.Parse(text, CultureInfo.InvariantCulture));
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString();
            if (Named(text) is { } named)
            {
                return named;
            }

            if (options.NumberHandling.HasFlag(JsonNumberHandling.AllowReadingFromString) && BFloat16.TryParse(text, CultureInfo.InvariantCulture, out var number))
            {
                return Finite(number);
            }
        }

        throw new JsonException($"The JSON value is not a number: a {nameof(BFloat16)} must be one, or \"NaN\", \"Infinity\" or \"-Infinity\".");
    }

    /// <summary>Writes the number.</summary>
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BFloat16 value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        Span<byte> buffer = stackalloc byte[MaxLength];
        value.TryFormat(buffer, out var length, default, CultureInfo.InvariantCulture);
        if (BFloat16.IsFinite(value) && !options.NumberHandling.HasFlag(JsonNumberHandling.WriteAsString))
        {
            writer.WriteRawValue(buffer[..length], skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(buffer[..length]);
        }
    }

    private static BFloat16? Named(string? text) => text switch
    {
        "NaN" => BFloat16.NaN,
        "Infinity" => BFloat16.PositiveInfinity,
        "-Infinity" => BFloat16.NegativeInfinity,
        _ => null,
    };

    private static BFloat16 Finite(BFloat16 number) =>
        BFloat16.IsFinite(number)
            ? number
            : throw new JsonException($"The number would be infinite: a {nameof(BFloat16)} must be below (2 − 2⁻⁸)·2¹²⁷ ≈ 3.396·10³⁸ in magnitude.");
}
