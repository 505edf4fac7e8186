namespace SimdReg;

/// <summary>How stored bytes name a rule: by a fixed number if it belongs to the library, otherwise by its full name.</summary>
internal static class RuleIdentity
{
    /// <summary>The number of a rule that is not the library's.</summary>
    public const int OfOthers = 0;

    /// <summary>The rules by their numbers, from 1, with the name that bytes of version 1 have. A number is never given to another rule.</summary>
    /// <remarks>In version 1, Ftrl kept n where it now keeps √n.</remarks>
    private static readonly (Type Rule, string? NameInVersion1)[] _rules =
    [
        (typeof(Sgd), "Sgd"),
        (typeof(Momentum), "Momentum"),
        (typeof(NesterovMomentum), "NesterovMomentum"),
        (typeof(DampenedMomentum), "DampenedMomentum"),
        (typeof(Adam), "Adam"),
        (typeof(AmsGrad), "AmsGrad"),
        (typeof(Adagrad), "Adagrad"),
        (typeof(RmsProp), "RmsProp"),
        (typeof(CenteredRmsProp), "CentredRmsProp"),
        (typeof(RmsPropMomentum), "RmsPropMomentum"),
        (typeof(CenteredRmsPropMomentum), "CentredRmsPropMomentum"),
        (typeof(Lion), "Lion"),
        (typeof(Ftrl), null),
    ];

    public static int NumberOf<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        Array.FindIndex(_rules, entry => entry.Rule == typeof(TRule)) + 1;

    /// <summary>The full name of a rule that is not the library's. Type arguments stand in it without their assemblies, whose versions change.</summary>
    public static string FullNameOf<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        NumberOf<TRule>() == OfOthers ? typeof(TRule).ToString() : "";

    /// <summary>The name in bytes of version 1, or null for a rule whose state cannot be read from them.</summary>
    public static string? NameInVersion1<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        Array.Find(_rules, entry => entry.Rule == typeof(TRule)).NameInVersion1;

    /// <summary>What to call a rule in a message.</summary>
    public static string Describe(int number, string fullName) =>
        number == OfOthers ? fullName
        : number <= _rules.Length ? _rules[number - 1].Rule.Name
        : $"number {number}, which this version of SimdReg does not know";
}
