using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <summary>A group of parameters with options of its own.</summary>
/// <remarks>
/// <code>
/// var optimizer = Optim.AdamW(
/// [
///     new Group(first.named_parameters(), new() { Penalty = GroupPenalty.Of(new L1(0.001).Proximal()) }),
///     new Group(second.named_parameters(), new() { LearningRate = 1e-4, WeightDecay = 0.1 }),
/// ]);
/// </code>
/// </remarks>
public sealed class Group : ParamGroup<GroupOptions>
{
    /// <summary>Creates a group of parameters without names. Messages name them by their place.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">What differs from the options of the optimizer, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public Group(IEnumerable<Parameter> parameters, GroupOptions? options = null)
        : base([.. Required(parameters)], options ?? new())
    {
    }

    /// <summary>Creates a group of parameters with names, as from <c>named_parameters()</c>.</summary>
    /// <param name="parameters">The names and the parameters.</param>
    /// <param name="options">What differs from the options of the optimizer, or null.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public Group(IEnumerable<(string name, Parameter parameter)> parameters, GroupOptions? options = null)
        : this([.. Required(parameters)], options)
    {
    }

    private Group((string Name, Parameter Parameter)[] named, GroupOptions? options)
        : this(named.Select(pair => pair.Parameter), options) =>
        ParameterNames = [.. named.Select(pair => pair.Name)];

    /// <summary>The names, or null.</summary>
    internal string[]? ParameterNames { get; }

    private static IEnumerable<TItem> Required<TItem>(IEnumerable<TItem> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters;
    }
}
