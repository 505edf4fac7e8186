namespace SimdReg;

/// <summary>The identity of a rule in stored bytes: a fixed number for a rule of the library, the full name for any other.</summary>
internal static class RuleIdentity
{
    /// <summary>The number of every rule outside the library.</summary>
    public const int OfOthers = 0;

    /// <summary>The rules in the order of their numbers, from 1, each with its name in version 1 of the form. A number is never reused.</summary>
    /// <remarks>Ftrl stored n in version 1 and stores √n now.</remarks>
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

    /// <summary>The full name of a rule outside the library; empty for the library's. Type arguments appear without their assemblies, whose versions change.</summary>
    public static string FullNameOf<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        NumberOf<TRule>() == OfOthers ? typeof(TRule).ToString() : "";

    /// <summary>The name of a rule in version 1, or null if its state cannot be read from version 1.</summary>
    public static string? NameInVersion1<TRule>()
        where TRule : struct, IUpdateRule<TRule> =>
        Array.Find(_rules, entry => entry.Rule == typeof(TRule)).NameInVersion1;

    /// <summary>The name of a rule for a message.</summary>
    public static string Describe(int number, string fullName) =>
        number == OfOthers ? fullName
        : number <= _rules.Length ? _rules[number - 1].Rule.Name
        : $"number {number}, which this version of SimdReg does not know";
}
