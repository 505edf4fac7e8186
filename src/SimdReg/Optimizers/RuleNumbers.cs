namespace SimdReg.Optimizers;

/// <summary>The further parameters of a rule in <see cref="OptimizerSettings"/>, all of which must be parameters of the rule.</summary>
internal sealed class RuleNumbers(OptimizerSettings settings, string rule)
{
    private readonly Dictionary<string, double> _rest = Distinct(settings);
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

    private static Dictionary<string, double> Distinct(OptimizerSettings settings)
    {
        var numbers = new Dictionary<string, double>(NameComparer.Instance);
        foreach (var (name, number) in settings.RuleParameters)
        {
            if (!numbers.TryAdd(name, number))
            {
                throw SettingsReader.Refused(settings, $"RuleParameters has {name} twice: names are compared without regard to case, - and _.");
            }
        }

        return numbers;
    }
}
