namespace Tutorial;

/// <summary>A chapter of docs/tutorial.md, which quotes what it prints word for word.</summary>
public sealed record Chapter(string Name, Action<Page> Run)
{
    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<Chapter> All { get; } =
    [
        new("overfitting", Overfitting.Run),
        new("weight-decay", WeightDecay.Run),
        new("sparsity", Sparsity.Run),
        new("choosing", Choosing.Run),
        new("optimizers", Optimizers.Run),
        new("your-model", YourModel.Run),
    ];
}
