using System.Numerics;

namespace SimdReg.Tests.Reference;

/// <summary>One stored step under a penalty on groups and one on each weight, in plain scalar code. In proximal mode: at one rate for all weights.</summary>
internal sealed class GroupStepReference(PenaltyMode mode, IUpdateRuleReference rule, IPenaltyReference element, IGroupReference group, int[][] groups)
{
    /// <summary>Updates weights and state.</summary>
    public void Step<T>(T[] weights, T[] gradients, T[][] states, long step, StepOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] before = [.. weights.Select(Flushed)];
        Step(weights, gradients, states, step, options, out var rates);
        if (mode == PenaltyMode.Proximal)
        {
            ProximalStep(weights, T.CreateTruncating(rule.LearningRateAt(step)));
        }

        for (var i = 0; options.KeepZeros && i < weights.Length; i++)
        {
            weights[i] = before[i] == T.Zero ? T.Zero : weights[i];
        }
    }

    /// <summary>The step up to the proximal step of the groups, with the rate of each weight.</summary>
    public void Step<T>(T[] weights, T[] gradients, T[][] states, long step, StepOptions options, out T[] rates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] before = [.. weights.Select(Flushed)];
        var scale = T.CreateTruncating(options.GradientScale);
        T[] scaled = [.. gradients.Select(g => options.Maximize ? -(g * scale) : g * scale)];
        var alpha = T.CreateTruncating(rule.LearningRateAt(step));
        T[] pulls = mode == PenaltyMode.Coupled ? [.. scaled] : new T[before.Length];
        if (mode != PenaltyMode.Proximal)
        {
            AddGradient(before, pulls);
        }

        rates = new T[before.Length];
        for (var i = 0; i < before.Length; i++)
        {
            T[] state = [.. states.Select(row => row[i])];
            var w = mode == PenaltyMode.Decoupled ? T.FusedMultiplyAdd(-alpha, pulls[i], before[i]) : before[i];
            rule.Update(before[i], scaled[i], [.. state], step, out rates[i]);
            var g = mode == PenaltyMode.Coupled ? pulls[i] : scaled[i];
            weights[i] = StepReference.Next(mode, rule, element, w, g, state, step, new());
            if (options.KeepZeros && before[i] == T.Zero)
            {
                (weights[i], state) = (T.Zero, [.. states.Select(row => row[i])]);
            }
            if (mode == PenaltyMode.Cautious && !((before[i] - weights[i]) * T.CreateChecked(T.IsNaN(before[i]) ? 0 : T.Sign(before[i])) < T.Zero))
            {
                weights[i] = Flushed(T.FusedMultiplyAdd(-alpha, pulls[i], weights[i]));
            }

            for (var slot = 0; slot < states.Length; slot++)
            {
                states[slot][i] = state[slot];
            }
        }
    }

    /// <summary>g ← fma(T(φ′(‖w‖)/‖w‖), w, g)</summary>
    public void AddGradient<T>(T[] weights, T[] gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var indices in groups)
        {
            var norm = GroupNormReference.AsDouble(indices.Select(i => weights[i]));
            var slope = group.Slope(norm, indices.Length);
            var factor = T.CreateTruncating(slope / norm);
            var reciprocal = T.CreateTruncating(1 / norm);
            foreach (var i in indices.Where(_ => norm != 0))
            {
                // Beyond the largest number: the direction first.
                gradients[i] = T.IsFinite(factor) || !double.IsFinite(slope)
                    ? T.FusedMultiplyAdd(factor, weights[i], gradients[i])
                    : T.FusedMultiplyAdd(T.CreateTruncating(slope), Extremes.Finite(reciprocal) * weights[i], gradients[i]);
            }
        }
    }

    /// <summary>w ← T(prox(‖w‖)/‖w‖)·w, and one unit less as long as the group is outside a set.</summary>
    public void ProximalStep<T>(T[] weights, T rate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var indices in groups)
        {
            var (norm, next) = Norms();
            if (next == norm)
            {
                continue;
            }

            if (next != 0 && double.IsFinite(next) && indices.All(i => T.IsFinite(weights[i])) && (!double.IsFinite(norm) || !T.IsNormal(T.CreateTruncating(next / norm))))
            {
                // The factor is no normal number: in two steps.
                Scale(double.IsFinite(norm) && next > norm ? 1L << 60 : 1.0 / (1L << 60));
                norm = GroupNormReference.AsDouble(indices.Select(i => weights[i]));
            }

            Scale(norm == 0 ? 0 : next / norm);
            var step = 1 - double.CreateChecked(T.BitDecrement(T.One));
            for ((norm, next) = Norms(); group.IsSet && next < norm; (norm, next) = Norms(), step *= 2)
            {
                Scale(1 - step);
            }

            (double Norm, double Next) Norms()
            {
                var norm = GroupNormReference.AsDouble(indices.Select(i => weights[i]));
                var next = group.ProximalStep(norm, double.CreateChecked(rate), indices.Length);
                next = group.IsSet ? double.CreateChecked(T.CreateTruncating(next)) : next;
                var unit = 1 - double.CreateChecked(T.BitDecrement(T.One));
                return (norm, group.IsSphere && Math.Abs(next - norm) <= 4 * unit * next ? norm : next);
            }

            void Scale(double factor)
            {
                foreach (var i in indices)
                {
                    weights[i] = Flushed(weights[i] * T.CreateTruncating(factor));
                }
            }
        }
    }

    private static T Flushed<T>(T number)
        where T : IBinaryFloatingPointIeee754<T> =>
        number == T.Zero || T.IsSubnormal(number) ? T.Zero : number;
}
