namespace SimdReg.Mutation;

/// <summary>A library, and the tests that judge changes of it.</summary>
/// <param name="Library">The name of the library, of its folder in <c>src</c> and of its assembly.</param>
/// <param name="Folders">What is changed if nothing else is asked for.</param>
/// <param name="Classes">The starts of the names of test classes, the quickest judges first.</param>
/// <param name="OfFolder">Starts of paths whose changes other classes judge, with the start of the names of those.</param>
internal sealed record Suite(string Library, IReadOnlyList<string> Folders, IReadOnlyList<string> Classes, IReadOnlyDictionary<string, string> OfFolder)
{
    /// <summary>One for each library.</summary>
    public static IReadOnlyList<Suite> All { get; } =
    [
        new(
            "SimdReg",
            ["Penalties", "Rules", "Steps", "Sums/Gradients", "Support"],
            [
                "Soak.Soak", "Facade.Parameter", "Rules.", "Steps.StepOptions", "Steps.GuardedStep", "Steps.MeasuredStep", "Steps.SpecialValue",
                "Steps.ThrowingFormula", "Facade.Rejection", "States.StateRejection", "States.StoredStateRejection", "States.UpdateState", "States.StepCount", "States.FtrlWarmStart",
                "Facade.Half", "Facade.NativeFloat", "Facade.GradientScale", "Facade.Overload", "Bytes.", "Optimizers.Optimizer", "Steps.ConcurrentStep",
                "Facade.Json", "Facade.ReflectedJson",
            ],
            new Dictionary<string, string> { ["Groups"] = "Groups.", ["Steps/Structured"] = "Groups.", ["Storage"] = "Storage.", ["Sums/Gradients"] = "Sums.Gradients." }),
        new(
            "SimdReg.Mpi",
            ["Checkpoints", "Sharding", "ShardedSet"],
            ["ShardedSet", "ShardPlan", "Refusal", "Disagreement", "GuardedStep", "GlobalMeasure", "StepTimes", "Agreement", "Fingerprint", "ExtremeNumber", "LoneRefusal", "SameBits", "Save", "Resume", "OtherModel", "Forged", "FailedSave", "Damage", "Crash"],
            new Dictionary<string, string>()),
    ];

    /// <summary>The assembly of the tests.</summary>
    public string Tests => $"{Library}.Tests";

    /// <summary>The suite of an assembly of tests.</summary>
    public static Suite Of(string tests) => All.Single(suite => suite.Tests == tests);

    /// <summary>The classes that judge a change, in their order.</summary>
    /// <param name="file">The file that is changed, from the folder of the library.</param>
    public IReadOnlyList<string> Judges(string file) =>
        OfFolder.Where(judges => file.StartsWith(judges.Key, StringComparison.Ordinal)).Select(judges => judges.Value).ToArray() is { Length: > 0 } own ? own : Classes;
}
