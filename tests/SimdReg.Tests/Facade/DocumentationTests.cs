using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using SimdReg.Tuning;

namespace SimdReg.Tests.Facade;

/// <summary>The XML documentation states what every public method returns.</summary>
public class DocumentationTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<Assembly> Libraries => [typeof(Sgd).Assembly, typeof(ProximalGradient).Assembly];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_public_method_that_returns_a_value_documents_it(Assembly library) =>
        Assert.Empty(Undocumented(library, DocumentationOf(library)));

    [Fact]
    public void A_method_without_a_returns_element_is_reported()
    {
        var library = typeof(Sgd).Assembly;
        var documentation = DocumentationOf(library);
        documentation.Descendants("member")
            .Single(member => IdOf(member).StartsWith("M:SimdReg.L1.FromLambda(", StringComparison.Ordinal))
            .Element("returns")!
            .Remove();

        Assert.Equal(["M:SimdReg.L1.FromLambda"], Undocumented(library, documentation));
    }

    private static XDocument DocumentationOf(Assembly library) => XDocument.Load(Path.ChangeExtension(library.Location, ".xml"));

    private static string IdOf(XElement member) => member.Attribute("name")!.Value;

    private static List<string> Undocumented(Assembly library, XDocument documentation)
    {
        var members = documentation.Descendants("member").ToLookup(member => IdOf(member).Split('(')[0], StringComparer.Ordinal);
        var required = library.GetExportedTypes().SelectMany(Required).ToList();
        Assert.NotEmpty(required);
        return [.. required
            .Where(overloads => members[overloads.Id].Count(HasReturns) < overloads.Count)
            .Select(overloads => overloads.Id)];
    }

    // Overloads have one entry: their documentation differs only in the parameters of its id, and none of them mixes with void.
    private static IEnumerable<(string Id, int Count)> Required(Type type)
    {
        var name = type.FullName!.Replace('+', '.');
        return type.IsSubclassOf(typeof(Delegate))
            ? type.GetMethod("Invoke")!.ReturnType == typeof(void) ? [] : [($"T:{name}", 1)]
            : type.GetMethods(Declared)
                .Where(method => method.ReturnType != typeof(void) && !IsExempt(method))
                .GroupBy(method => $"M:{name}.{method.Name}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}")
                .Select(overloads => (overloads.Key, overloads.Count()));
    }

    // A special name is that of an accessor or an operator.
    private static bool IsExempt(MethodInfo method) =>
        method.IsSpecialName
            || method.IsDefined(typeof(CompilerGeneratedAttribute))
            || method.Name is nameof(Equals) or nameof(GetHashCode) or nameof(ToString);

    private static bool HasReturns(XElement member) => member.Element("returns") is not null || member.Element("inheritdoc") is not null;
}
