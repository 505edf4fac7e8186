using System.Globalization;
using SimdReg.Torch.Memory;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch;

/// <summary>An optimizer for parameters of TorchSharp, on the kernels of SimdReg. <see cref="Optim"/> creates them.</summary>
/// <remarks>
/// <para>
/// It takes the place of an optimizer of TorchSharp: <c>step</c>, <c>zero_grad</c>, <c>ParamGroups</c>, learning-rate schedulers,
/// <c>state_dict</c> and <c>load_state_dict</c> work alike. A parameter without a gradient is skipped. A step is the same on every machine and on any
/// number of threads.
/// </para>
/// <para>
/// Parameters and gradients are contiguous tensors of float32, float64, bfloat16 or float16 on the CPU, and share no memory. Every step checks the first. It looks for
/// shared memory where a gradient has come or gone, or weights have moved, since the step before. A call that is refused has written nothing. Their
/// memory may change between steps, their number of elements may not. One call at a time may use the optimizer and its parameters.
/// </para>
/// <para>The state of the rule is the optimizer's own memory. It is not freed by <c>Dispose</c> but with the object, by the garbage collector.</para>
/// </remarks>
public abstract partial class SimdOptimizer : OptimizerHelper
{
    private readonly RuleSource _rule;
    private readonly StateLoad _load = new();
    private readonly ArraySet<float> _singles = new();
    private readonly ArraySet<double> _doubles = new();
    private readonly ArraySet[] _sets;

    // The objects that the handles of parameters point to.
    private readonly Dictionary<nint, (string Name, Parameter Parameter)> _known = [];
    private long _nextIndex;
    private bool _isDisposed;

    private protected SimdOptimizer(RuleSource rule, IEnumerable<Group> parameters, GroupOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _rule = rule;
        _sets = [_singles, _doubles];
        _defaults = defaults;
        _parameter_groups = [];
        foreach (var group in parameters)
        {
            add_param_group(group);
        }

        if (_load.ParameterCount == 0)
        {
            throw new ArgumentException("There are no parameters: an optimizer needs at least one.", nameof(parameters));
        }
    }

    /// <summary>
    /// Options of every step, in addition to those of a group: gradient scales multiply, two <see cref="StepOptions.Maximize"/> cancel, zeros are kept if
    /// either keeps them. The number of threads is the one given here.
    /// </summary>
    public StepOptions Options { get; set; }

    /// <summary>Whether a step throws if a gradient is NaN or infinite, before anything is written. The default, as in PyTorch, is <see langword="false"/>: it reads the gradients once more.</summary>
    public bool RequireFiniteGradients { get; set; }

    /// <summary>Takes a step.</summary>
    /// <param name="closure">Computes the loss and the gradients, or null if they have been computed.</param>
    /// <returns>The loss that <paramref name="closure"/> returned, or null.</returns>
    /// <exception cref="InvalidOperationException">A parameter or a gradient cannot be stepped, as its message says; or a gradient that is to be clipped, or required to be finite, is not. Nothing has been written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A learning rate or another number is refused by the rule. Nothing has been written.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer has been disposed.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        var loss = Loss(closure);
        Read();
        RequireFinite();
        StepAll(Ready(Options));
        return loss;
    }

    /// <summary>Takes a step if every gradient is finite, and their norm if they are to be clipped. Otherwise nothing changes. As <c>GradScaler.step</c>.</summary>
    /// <param name="gradientScale">The factor of every gradient, to undo a scaled loss: 1/S.</param>
    /// <returns><see langword="true"/> if the step was taken, <see langword="false"/> if a gradient is NaN or infinite, or if Σg² of gradients that are to be clipped is above the largest double.</returns>
    /// <inheritdoc cref="step"/>
    public bool TryStep(double gradientScale = 1)
    {
        var options = Options.With(new() { GradientScale = gradientScale });
        Read();
        if (FirstNotFinite() is not null || !TryClip(ref options))
        {
            return false;
        }

        Start(options);
        StepAll(options);
        return true;
    }

    /// <summary>Takes a step and measures it: norms, zeros and extremes of the new weights, the norm of the gradients, the largest change.</summary>
    /// <remarks>Parameters without a gradient are not part of the measure.</remarks>
    /// <typeparam name="T">The type that all parameters are computed with: <see langword="double"/> for float64, <see langword="float"/> for all others.</typeparam>
    /// <returns>The measures.</returns>
    /// <exception cref="NotSupportedException">A parameter has another element type. Nothing has been written.</exception>
    /// <inheritdoc cref="step"/>
    public StepMeasure<T> MeasuredStep<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if (!Array.TrueForAll(_sets, set => set.IsEmpty || set is ArraySet<T>))
        {
            throw new NotSupportedException($"A parameter is not computed with as {typeof(T)}: a measure has one type, System.Double for Float64 and System.Single for all others.");
        }

        Read();
        RequireFinite();
        return _sets.OfType<ArraySet<T>>().Single().MeasuredStep(Ready(Options));
    }

    /// <summary>Σ p(w) over all parameters: the value of all penalties and weight decays, to add to the loss that is printed.</summary>
    /// <returns>The sum. That of each parameter is correctly rounded: to a double for float64, to a float for all others.</returns>
    /// <inheritdoc cref="step"/>
    public double PenaltySum()
    {
        Apply();
        return _sets.Sum(set => set.PenaltySum(Options.MaxDegreeOfParallelism));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }

    private static Tensor? Loss(Func<Tensor>? closure)
    {
        if (closure is null)
        {
            return null;
        }

        using var on = enable_grad();
        return closure();
    }

    /// <summary>Applies changed options and reads where all tensors are.</summary>
    private void Read()
    {
        Apply();
        foreach (var set in _sets)
        {
            set.Read();
        }
    }

    private void Apply()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (var group in _parameter_groups)
        {
            ((GroupEntry)group).Apply();
        }
    }

    private void RequireFinite()
    {
        if (RequireFiniteGradients && FirstNotFinite() is { } name)
        {
            throw new InvalidOperationException($"The gradient of {name} is not finite, and {nameof(RequireFiniteGradients)} is set. TryStep leaves out such a step.");
        }
    }

    /// <summary>The name of the first parameter whose gradient is not finite, or null.</summary>
    private string? FirstNotFinite() => _sets.Select(set => set.FirstNotFinite()).FirstOrDefault(name => name is not null);

    private void StepAll(StepOptions options)
    {
        foreach (var set in _sets)
        {
            set.Step(options);
        }
    }

    /// <summary>Clips, and does what is left to do before the first weight is written.</summary>
    private StepOptions Ready(StepOptions options)
    {
        if (!TryClip(ref options))
        {
            var reason = FirstNotFinite() is { } name ? $"that of {name} is not finite" : "the sum of their squares is above the largest number";
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The gradients cannot be clipped to a norm of {MaxGradientNorm}: {reason}. TryStep leaves out such a step."));
        }

        Start(options);
        return options;
    }

    /// <summary>Requires what the sets would refuse, before the first of them has written, and starts new parameters.</summary>
    private void Start(StepOptions options)
    {
        foreach (var group in _parameter_groups)
        {
            ((GroupEntry)group).Require(in options);
        }

        foreach (var set in _sets)
        {
            set.Start();
        }
    }
}
