namespace SimdReg.Optimizers;

/// <summary>Compares names in a configuration without regard to case, <c>-</c> and <c>_</c>.</summary>
internal sealed class NameComparer : IEqualityComparer<string>
{
    public static NameComparer Instance { get; } = new();

    /// <summary>The name in lower case, without <c>-</c> and <c>_</c>.</summary>
    public static string Plain(string? name) =>
        (name ?? "").Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    public bool Equals(string? x, string? y) => Plain(x) == Plain(y);

    public int GetHashCode(string obj) => Plain(obj).GetHashCode(StringComparison.Ordinal);
}
