using SimdReg.Torch.Memory;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch;

/// <content>Groups of parameters, and their states.</content>
public abstract partial class SimdOptimizer
{
    /// <summary>Adds a group of parameters.</summary>
    /// <param name="param_group">A <see cref="Group"/>, or a group of TorchSharp without options.</param>
    /// <exception cref="ArgumentException">
    /// A parameter is in a group already, was disposed, or is not a contiguous tensor of float32, float64, bfloat16 or float16 on the CPU; or the
    /// options are not those of this optimizer, or have a storage for float64. Nothing has been added.
    /// </exception>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var group = AsGroup(param_group);
        var parameters = (Parameter[])[.. group.Parameters];
        var names = NamesOf(group, parameters.Length);
        var added = RequireNew(group, names);
        RequireOptions(group);
        var completed = group.Options.Completed((GroupOptions)_defaults, _rule);
        var entry = GroupEntry.Create(_rule, group.Options, _load, _parameter_groups.Count);
        var (penalized, plain) = entry.Bind(completed);
        entry.Parameters = parameters;
        var nextIndex = _nextIndex;
        entry.States = [.. parameters.Select((parameter, i) =>
        {
            var storage = StorageOf(parameter.dtype, entry.Options.Storage, nextIndex);
            nextIndex += CodedBlocks.WholeBlocks(parameter.numel());
            return CreateState(parameter, names[i], entry, _load.ParameterCount + i, penalized, plain, completed.Step ?? default, storage);
        })];

        // From here on nothing is refused.
        entry.Attach(completed);
        foreach (var (identity, known) in added)
        {
            _known[identity] = known;
        }

        foreach (var state in entry.States)
        {
            SetOf(state.Parameter).Add(state);
            _state[state.Parameter.Handle] = state;
        }

        _parameter_groups.Add(entry);
        (_load.GroupCount, _load.ParameterCount) = (_parameter_groups.Count, _load.ParameterCount + parameters.Length);
        _nextIndex = nextIndex;
    }

    /// <summary>Copies the state of another optimizer for the same parameters in the same groups.</summary>
    /// <param name="state_dict">The state, from <c>state_dict()</c>.</param>
    /// <exception cref="ArgumentException">The number of groups or of parameters is another one. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">A part belongs to another rule, another number of weights or another element type. Nothing has changed.</exception>
    public override void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        if (!ReferenceEquals(own.Options.FirstOrDefault(), state_dict.Options.FirstOrDefault()))
        {
            base.load_state_dict(state_dict);
        }
    }

    /// <summary>A number that new groups get.</summary>
    private protected double DefaultNumber(string name) => ((GroupOptions)_defaults)[name];

    /// <summary>The learning rate, for a rule without momentum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A momentum is set.</exception>
    private protected static double WithoutMomentum(double learningRate, GroupOptions options) => options["momentum"] == 0
        ? learningRate
        : throw NoVelocity("momentum", options["momentum"]);

    /// <summary>Sets numbers of the rule in all groups, and for new ones.</summary>
    private protected void SetNumbers(params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        ((GroupOptions)_defaults).With(numbers);
        foreach (var group in _parameter_groups)
        {
            ((GroupEntry)group).Options.With(numbers);
        }
    }

    private static ArgumentOutOfRangeException NoVelocity(string name, double value) =>
        new(name, value, $"{name} was 0 when the optimizer was made, which therefore keeps no velocity. Make it with a {name} above 0.");

    private static Group AsGroup(ParamGroup param_group) => param_group switch
    {
        Group own => own,
        { Options: null } => new(param_group.Parameters),
        _ => throw new ArgumentException(
            $"The group has options of {param_group.Options.GetType()}: pass a {typeof(Group)}, whose options are {nameof(GroupOptions)}.", nameof(param_group)),
    };

    private string[] NamesOf(Group group, int count) =>
        group.ParameterNames ?? [.. Enumerable.Range(0, count).Select(i => $"parameter {i} of group {_parameter_groups.Count}")];

    private void RequireOptions(Group param_group)
    {
        var options = param_group.Options;
        if (options.Entry is not null)
        {
            throw new ArgumentException($"The options of the group are those of {options.Entry.Name} of an optimizer: each group needs its own.", nameof(param_group));
        }

        if (options.Names.FirstOrDefault(name => !_rule.Numbers.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"{_rule.Name} has no number {unknown}. It has {string.Join(", ", _rule.Numbers)}.", nameof(param_group));
        }
    }

    private Dictionary<nint, (string Name, Parameter Parameter)> RequireNew(Group param_group, string[] names)
    {
        var added = new Dictionary<nint, (string Name, Parameter Parameter)>();
        foreach (var (parameter, name) in param_group.Parameters.Zip(names))
        {
            if (parameter is null || parameter.IsInvalid)
            {
                throw new ArgumentException($"{name} {(parameter is null ? "is null" : "has been disposed")}.", nameof(param_group));
            }

            if (!NativeTensor.IsStepped(parameter.dtype) || !NativeTensor.IsPlain(parameter.Handle, parameter.dtype))
            {
                throw new ArgumentException($"{name} {NativeTensor.WhyNotPlain(parameter.Handle)}", nameof(param_group));
            }

            if (parameter.dtype == ScalarType.Float64 && param_group.Options.Storage is not null)
            {
                throw new ArgumentException(
                    $"{name} has elements of Float64, and its group a {nameof(GroupOptions.Storage)}, which is for Float32, BFloat16 and Float16.", nameof(param_group));
            }

            var identity = NativeTensor.Identity(parameter.Handle);

            // Where a parameter was disposed, a new one may be at its address.
            if ((_known.TryGetValue(identity, out var before) && !before.Parameter.IsInvalid) || added.TryGetValue(identity, out before))
            {
                throw new ArgumentException($"{name} is in the optimizer already, as {before.Name}: a parameter has one place in one group.", nameof(param_group));
            }

            added.Add(identity, (name, parameter));
        }

        return added;
    }

    /// <summary>The storage of a parameter's state, or null if the state is of the type that is computed with.</summary>
    private static NumberStorage? StorageOf(ScalarType type, NumberStorage? ofGroup, long firstIndex)
    {
        var isNarrow = type is ScalarType.BFloat16 or ScalarType.Float16;
        var storage = ofGroup ?? new(type switch { ScalarType.BFloat16 => NumberFormat.BFloat16, ScalarType.Float16 => NumberFormat.Half, _ => NumberFormat.Single });
        if (!isNarrow && storage is { First: NumberFormat.Single, Second: NumberFormat.Single, Third: NumberFormat.Single })
        {
            return null;
        }

        return storage with
        {
            // Floats are not rounded, and need no memory for it.
            Weights = isNarrow ? storage.Weights : WeightRounding.Nearest,
            FirstIndex = storage.FirstIndex + firstIndex,
        };
    }

    private ParameterState CreateState(
        Parameter parameter, string name, GroupEntry entry, int index, Binding penalized, Binding plain, StepOptions options, NumberStorage? storage)
    {
        var isPenalized = entry.Options.Penalize?.Invoke(name, parameter) ?? true;
        var binding = isPenalized ? penalized : plain;
        var state = SetOf(parameter).Create(name, parameter, entry, isPenalized, index, binding, storage);
        state.Apply(binding, options);
        return state;
    }

    private ArraySet SetOf(Parameter parameter) => parameter.dtype == ScalarType.Float64 ? _doubles : _singles;
}
