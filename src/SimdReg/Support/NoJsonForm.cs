using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimdReg;

/// <summary>Refuses to write a type as JSON and to read it, where the serializer would silently lose what it holds.</summary>
internal sealed class NoJsonForm : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => true;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException($"{typeToConvert} has no JSON form. If it has WriteTo and ReadFrom, use these.");
}
