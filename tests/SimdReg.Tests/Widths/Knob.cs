namespace SimdReg.Tests.Widths;

/// <summary>An environment variable that makes the runtime use less, or more, of the machine.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Value">What it is set to. The runtime reads widths as decimal numbers.</param>
/// <param name="Effect">The machine under the knob, from the machine without it.</param>
internal sealed record Knob(string Variable, string Value, Func<Machine, Machine> Effect)
{
    /// <summary>What the runtime does of its own accord.</summary>
    public static Knob None { get; } = new("", "", plain => plain);

    /// <summary>Every knob that the kernels are tested under.</summary>
    /// <remarks>
    /// Each effect is everything that the knob changes. On a machine that lacks what a knob takes away, as Arm64 lacks
    /// AVX, it changes nothing. DOTNET_EnableAVX512F and DOTNET_EnableFMA are not here because .NET 10 ignores them.
    /// </remarks>
    public static IReadOnlyList<Knob> All { get; } =
    [
        new("DOTNET_EnableAVX512", "0", plain => UpTo256(plain) with { HasAvx512 = false }),
        new("DOTNET_EnableAVX2", "0", plain => UpTo128(plain) with { HasAvx512 = false, HasAvx2 = false, HasFma = false }),
        new("DOTNET_EnableHWIntrinsic", "0", _ => new() { VectorBytes = 16 }),
        new("DOTNET_PreferredVectorBitWidth", "256", UpTo256),
        new("DOTNET_PreferredVectorBitWidth", "128", UpTo128),

        // Not wherever there is AVX-512: on processors that it slows down, the runtime prefers 256 bits.
        new("DOTNET_MaxVectorTBitWidth", "512", plain => plain.HasVector512 ? plain with { VectorBytes = 64 } : plain),
    ];

    /// <summary>Whether this process runs under the knob.</summary>
    public bool IsSet => Environment.GetEnvironmentVariable(Variable) == Value;

    /// <summary>The environment under the knob and no other, whatever knobs this process runs under: null removes a variable.</summary>
    // Its own comes last, because two knobs share a variable.
    public IEnumerable<(string Variable, string? Value)> Alone =>
        from other in All orderby other == this select (other.Variable, other == this ? other.Value : null);

    public override string ToString() => this == None ? "no knob" : $"{Variable}={Value}";

    private static Machine UpTo256(Machine plain) =>
        plain with { VectorBytes = Math.Min(plain.VectorBytes, 32), HasVector512 = false };

    private static Machine UpTo128(Machine plain) =>
        plain with { VectorBytes = Math.Min(plain.VectorBytes, 16), HasVector512 = false, HasVector256 = false };
}
