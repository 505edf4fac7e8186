using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Throws instead of serializing a type to JSON where the serializer would silently lose its contents.</summary>
internal sealed class NoJsonForm : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => true;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeToConvert} has no JSON form. If it has WriteTo and ReadFrom, use them.");
}
