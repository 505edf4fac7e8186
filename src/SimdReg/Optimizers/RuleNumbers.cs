namespace SimdReg.Optimizers;

/// <summary>The further parameters of a rule in <see cref="OptimizerSettings"/>, all of which must be parameters of the rule.</summary>
internal sealed class RuleNumbers(OptimizerSettings settings, string rule)
{
    private readonly Dictionary<string, double> _rest = new(settings.RuleParameters ?? new Dictionary<string, double>(), NameComparer.Instance);
    private readonly List<string> _known = [];

    public double Take(string name, double? byDefault = null)
    {
        _known.Add(name);
        return _rest.Remove(name, out var number)
            ? number
            : byDefault ?? throw SettingsReader.Refused(settings, $"RuleParameters lacks {name}, which {rule} needs.");
    }

    public void RequireAllTaken()
    {
        foreach (var name in _rest.Keys)
        {
            throw SettingsReader.Refused(
                settings,
                $"RuleParameters has {name}, which {rule} does not take. {(_known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", _known)}.")}");
        }
    }
}
