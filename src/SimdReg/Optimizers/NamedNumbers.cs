using System.Globalization;

namespace SimdReg.Optimizers;

/// <summary>The further parameters of a rule or a penalty in <see cref="OptimizerSettings"/>, all of which must be its parameters.</summary>
internal sealed class NamedNumbers(OptimizerSettings settings, string property, IReadOnlyDictionary<string, double> given, string owner)
{
    private readonly Dictionary<string, (string Name, double Number)> _rest = Distinct(settings, property, given);
    private readonly List<string> _known = [];

    public double Take(string name, double? byDefault = null)
    {
        _known.Add(name);
        return _rest.Remove(SettingsReader.Plain(name), out var found)
            ? found.Number
            : byDefault ?? throw SettingsReader.Refused(settings, $"{property} lacks {name}, which {owner} needs.");
    }

    public void RequireAllTaken()
    {
        foreach (var (name, _) in _rest.Values)
        {
            throw SettingsReader.Refused(
                settings,
                $"{property} has {name}, which {owner} does not take. {(_known.Count == 0 ? "It takes none." : $"It takes {string.Join(", ", _known)}.")}");
        }
    }

    private static Dictionary<string, (string Name, double Number)> Distinct(OptimizerSettings settings, string property, IReadOnlyDictionary<string, double> given)
    {
        var numbers = new Dictionary<string, (string Name, double Number)>();
        foreach (var (name, number) in given)
        {
            if (!numbers.TryAdd(SettingsReader.Plain(name), (name, number)))
            {
                throw SettingsReader.Refused(settings, $"{property} has {name} twice: names are compared without regard to case, - and _.");
            }
        }

        return numbers;
    }
}

/// <summary>The strengths in the settings. A strength that the penalty does not have must not be set.</summary>
internal sealed class NamedStrengths(OptimizerSettings settings)
{
    private readonly HashSet<string> _taken = [];

    public double Single => Take(nameof(settings.Strength), settings.Strength);

    public double OfL1 => Take(nameof(settings.L1Strength), settings.L1Strength);

    public double OfL2 => Take(nameof(settings.L2Strength), settings.L2Strength);

    /// <summary>Returns a penalty after checking that it has taken all strengths that are set.</summary>
    public TPenalty Of<TPenalty>(TPenalty penalty)
    {
        Require(nameof(settings.Strength), settings.Strength);
        Require(nameof(settings.L1Strength), settings.L1Strength);
        Require(nameof(settings.L2Strength), settings.L2Strength);
        return penalty;
    }

    private double Take(string name, double? value)
    {
        _taken.Add(name);
        return value ?? throw SettingsReader.Refused(settings, $"{name} is missing: the penalty {settings.Penalty} needs it.");
    }

    private void Require(string name, double? value)
    {
        if (value is not null && !_taken.Contains(name))
        {
            throw SettingsReader.Refused(settings, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}: the penalty {settings.Penalty} does not use it."));
        }
    }
}
