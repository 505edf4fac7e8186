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
            pulls = [.. pulls.Zip(before, (pull, w) => options.KeepZeros && mode != PenaltyMode.Coupled && w == T.Zero ? T.Zero : pull)];
        }

        rates = new T[before.Length];
        for (var i = 0; i < before.Length; i++)
        {
            T[] state = [.. states.Select(row => row[i])];
            var w = mode == PenaltyMode.Decoupled ? T.FusedMultiplyAdd(-alpha, pulls[i], before[i]) : before[i];
            rule.Update(before[i], scaled[i], [.. state], step, out rates[i]);
            var g = mode == PenaltyMode.Coupled ? pulls[i] : scaled[i];
            weights[i] = StepReference.Next(mode, rule, element, w, g, state, step, new() { KeepZeros = options.KeepZeros });
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
            foreach (var i in indices.Where(_ => norm != 0))
            {
                gradients[i] = T.FusedMultiplyAdd(T.CreateTruncating(group.Slope(norm, indices.Length) / norm), weights[i], gradients[i]);
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

            Scale(next / norm);
            for ((norm, next) = Norms(); group.IsSet && next < norm; (norm, next) = Norms())
            {
                Scale(double.CreateChecked(T.BitDecrement(T.One)));
            }

            (double Norm, double Next) Norms()
            {
                var norm = GroupNormReference.AsDouble(indices.Select(i => weights[i]));
                return (norm, group.ProximalStep(norm, double.CreateChecked(rate), indices.Length));
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
