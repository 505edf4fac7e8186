using System.Numerics.Tensors;

namespace SimdReg.Tuning;

/// <summary>One run of <see cref="ProximalGradient"/>: its points, momentum and step size.</summary>
internal sealed class ProximalGradientRun<TPenalty>
    where TPenalty : struct, IPenalty
{
    /// <summary>One unit in the last place of 1.</summary>
    private const double Ulp = 1.0 / (1L << 52);

    /// <summary>√ulp: where changes are below this fraction of the loss, values of the loss cannot decide whether a bound holds.</summary>
    /// <remarks>Above it, values with an error of a thousand ulp still have four correct digits in their difference.</remarks>
    private const double SmallestShare = 1.0 / (1 << 26);

    /// <summary>The share of ‖w′ − v‖²/2t that a step has to gain under a penalty that is not convex.</summary>
    /// <remarks>If every step gains a fixed share, the changes become arbitrarily small, so that every limit is a stationary point.</remarks>
    private const double LeastGain = 1.0 / 64;

    /// <summary>2⁻¹⁰²², the smallest normal double: the smallest step size. Its reciprocal is still finite.</summary>
    /// <remarks>A step size must be near 1/L, and L may be about 10³⁰⁷ for a loss with finite values.</remarks>
    private const double SmallestStepSize = 2.2250738585072014e-308;

    private readonly SmoothLoss _loss;
    private readonly TPenalty _penalty;
    private readonly int _offset;
    private readonly int _length;
    private readonly double _startObjective;
    private readonly double[] _change; // w′ − v
    private readonly double[] _bend; // ∇f(w′) − ∇f(v)
    private readonly LossPoint _ahead; // v, where there is momentum
    private LossPoint _last; // w₋
    private LossPoint _current; // w
    private LossPoint _next; // w′
    private double _momentum = 1; // θ
    private double _lowest = double.PositiveInfinity; // The lowest objective after a step. The start may lie outside a set.
    private bool _isLengthening = true;
    private bool _hasLeftDomain; // Whether the loss was not finite after the shortest step in the last search that moved a weight.

    /// <summary>Starts a run at a point where the loss has been evaluated.</summary>
    public ProximalGradientRun(SmoothLoss loss, TPenalty penalty, (int Offset, int Length) penalised, LossPoint start, double stepSize)
    {
        (_loss, _penalty, (_offset, _length), _current, StepSize) = (loss, penalty, penalised, start, stepSize);
        (_last, _ahead, _next) = (new(start.Weights), new(start.Weights), new(start.Weights));
        (_change, _bend) = (new double[start.Weights.Length], new double[start.Weights.Length]);
        _startObjective = Objective;
    }

    public required double ResidualBound { get; init; }

    public required int Evaluations { get; set; }

    public int Iterations { get; private set; }

    public double StepSize { get; private set; }

    public ReadOnlySpan<double> Weights => _current.Weights;

    private double Objective => ObjectiveAt(_current);

    // θ′ as a function of θ; β = (θ − 1)/θ′.
    private double NextMomentum => (1 + Math.Sqrt(1 + (4 * _momentum * _momentum))) / 2;

    private double Residual { get; set; } = double.PositiveInfinity;

    /// <summary>Takes one step.</summary>
    /// <returns>The outcome of the run, or null if it continues.</returns>
    public ProximalGradientOutcome? Iterate()
    {
        if (_isLengthening && Iterations > 0)
        {
            StepSize = Math.Min(2 * StepSize, float.MaxValue);
            _isLengthening = StepSize < float.MaxValue;
        }

        var from = Extrapolated();
        _hasLeftDomain = false;
        if (!TryStep(from))
        {
            return NoStep();
        }

        if (!TPenalty.IsConvex)
        {
            if (from != _current && !HasGained())
            {
                // A penalty that is not convex may charge more for where the momentum leads.
                _momentum = 1;
                if (!TryStep(_current))
                {
                    return NoStep();
                }
            }

            _lowest = Math.Min(_lowest, ObjectiveAt(_next));
        }

        var hasMoved = _change.ContainsAnyExcept(0.0);
        TensorPrimitives.Subtract<double>(_next.Weights, _current.Weights, _last.Weights);
        if (TensorPrimitives.Dot<double>(_change, _last.Weights) < 0)
        {
            // The step went against the direction from w to w′: the momentum has overshot.
            (_momentum, _isLengthening) = (1, true);
        }
        else if (!_isLengthening)
        {
            _momentum = NextMomentum;
        }

        Residual = LargestSubgradient();
        Iterations++;
        (_last, _current, _next) = (_current, _next, _last);
        return Residual <= ResidualBound ? ProximalGradientOutcome.Converged
            : hasMoved || _isLengthening ? null
            : NoStep();
    }

    public ProximalGradientReport Report(ProximalGradientOutcome outcome) => new()
    {
        Outcome = outcome,
        Iterations = Iterations,
        Evaluations = Evaluations,
        Residual = Residual,
        ResidualBound = ResidualBound,
        Objective = Objective,
        StartObjective = _startObjective,
        StepSize = StepSize,
        IsPenaltyConvex = TPenalty.IsConvex,
    };

    private double ObjectiveAt(LossPoint point) => point.Value + Penalty.Sum(point.Weights.AsSpan(_offset, _length), _penalty);

    /// <summary>w + β(w − w₋), or w if there is no momentum or the loss is not finite there.</summary>
    private LossPoint Extrapolated()
    {
        if (_momentum == 1)
        {
            return _current;
        }

        TensorPrimitives.Subtract<double>(_current.Weights, _last.Weights, _ahead.Weights);
        TensorPrimitives.MultiplyAdd<double>(_ahead.Weights, (_momentum - 1) / NextMomentum, _current.Weights, _ahead.Weights);
        if (IsFinite(_ahead))
        {
            return _ahead;
        }

        _momentum = 1;
        return _current;
    }

    /// <summary>Takes a step from v, and halves t until f(w′) is below its bound.</summary>
    private bool TryStep(LossPoint from)
    {
        while (!IsBelowBoundAfterStep(from))
        {
            _isLengthening = false;
            if (StepSize / 2 < SmallestStepSize)
            {
                return false;
            }

            StepSize /= 2;
        }

        return true;
    }

    /// <summary>Whether the objective at w′ is far enough below the lowest before, up to rounding.</summary>
    private bool HasGained()
    {
        var gain = LeastGain * TensorPrimitives.Dot<double>(_change, _change) / (2 * StepSize);

        // Values of the loss with an error of a thousand ulp must not end the momentum near the optimum.
        return ObjectiveAt(_next) <= _lowest - gain + (1024 * Ulp * Math.Max(Math.Abs(_next.Value), Math.Abs(_lowest)));
    }

    /// <summary>w′ ← prox(v − t·∇f(v)). Returns whether f(w′) ≤ f(v) + ∇f(v)·(w′ − v) + ‖w′ − v‖²/2t.</summary>
    /// <remarks>
    /// Under a convex penalty the objective then falls by ‖w′ − v‖²/2t at least. Under others it only does not rise, so the bound is lower by the gain.
    /// </remarks>
    private bool IsBelowBoundAfterStep(LossPoint from)
    {
        from.Weights.CopyTo(_next.Weights, 0);
        var sgd = new Sgd(StepSize);
        var weights = _next.Weights.AsSpan();
        var gradients = from.Gradients.AsSpan();
        var end = _offset + _length;
        sgd.Step(weights[.._offset], gradients[.._offset]);
        sgd.Step(weights[_offset..end], gradients[_offset..end], _penalty.Proximal());
        sgd.Step(weights[end..], gradients[end..]);
        if (!IsFinite(_next))
        {
            _hasLeftDomain = true;
            return false;
        }

        TensorPrimitives.Subtract<double>(_next.Weights, from.Weights, _change);
        _hasLeftDomain &= !_change.ContainsAnyExcept(0.0);
        TensorPrimitives.Subtract<double>(_next.Gradients, from.Gradients, _bend);
        var allowance = TensorPrimitives.Dot<double>(_change, _change) / (2 * StepSize) * (TPenalty.IsConvex ? 1 : 1 - LeastGain);
        var rise = _next.Value - from.Value;

        // Near the optimum the loss hardly changes, and the difference of its values cancels. Along such a short step d the loss is nearly a
        // parabola, for which f(w′) − f(v) − ∇f(v)·d = (∇f(w′) − ∇f(v))·d/2. Differences of gradients cancel later.
        return Math.Max(allowance, Math.Abs(rise)) > SmallestShare * Math.Max(Math.Abs(_next.Value), Math.Abs(from.Value))
            ? rise - TensorPrimitives.Dot<double>(gradients, _change) <= allowance
            : TensorPrimitives.Dot<double>(_bend, _change) / 2 <= allowance;
    }

    /// <summary>max |(v − w′)/t + ∇f(w′) − ∇f(v)|, including the rounding of w′. Overwrites both differences.</summary>
    private double LargestSubgradient()
    {
        TensorPrimitives.MultiplyAdd<double>(_change, -1 / StepSize, _bend, _change);
        TensorPrimitives.Abs<double>(_change, _change);
        TensorPrimitives.Abs<double>(_next.Weights, _bend);
        TensorPrimitives.MultiplyAdd<double>(_bend, Ulp / StepSize, _change, _change);
        return TensorPrimitives.Max<double>(_change);
    }

    /// <summary>The outcome NoStep, or an exception if the loss is not finite near the current point.</summary>
    private ProximalGradientOutcome NoStep() => !_hasLeftDomain
        ? ProximalGradientOutcome.NoStep
        : throw new ArgumentException("loss must be finite around every point where it is finite: here the loss or a gradient is NaN or infinite after every step, however short.", "loss");

    private bool IsFinite(LossPoint point)
    {
        Evaluations++;
        return point.TryEvaluate(_loss);
    }
}
