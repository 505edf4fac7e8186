using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Narrow parameters beside others in one optimizer, and what is refused.</summary>
public class NarrowMixTests
{
    private static readonly ScalarType[] _types = [ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float16, ScalarType.Float64];

    [TorchFact]
    public void Gradients_of_all_types_are_clipped_together_to_their_exact_norm()
    {
        var parameters = Parameters(3, value: 0);
        using var optimizer = Optim.SGD(parameters, lr: 1);
        optimizer.MaxGradientNorm = 1;
        foreach (var (parameter, i) in parameters.Select((parameter, i) => (parameter, i)))
        {
            // Σg² = 3·(1 + 4 + 16 + 64)·2²⁰ = 255·2²⁰
            parameter.grad = (ones(3) * Math.ScaleB(1024, i)).to(_types[i]);
        }

        optimizer.step();
        var scale = 1 / Math.Sqrt(255);
        Assert.Equal((float)(BFloat16)(float)-scale, parameters[0].Widened()[0]);
        Assert.Equal((float)(-2 * scale), parameters[1].Widened()[2]);
        Assert.Equal((float)(Half)(-4 * scale), parameters[2].Widened()[1]);
        Assert.Equal(-8 * scale, parameters[3].detach().data<double>()[0], 1e-15);
    }

    [TorchFact]
    public void A_mixed_optimizer_has_the_bits_of_one_for_each_type()
    {
        Parameter[] together = Parameters(1000), alone = Parameters(1000);
        using var optimizer = Optim.AdamW(together, lr: 0.01);
        SimdOptimizer[] own = [.. alone.Select(parameter => Optim.AdamW([parameter], lr: 0.01))];
        for (var step = 0; step < 5; step++)
        {
            for (var i = 0; i < together.Length; i++)
            {
                using var gradient = randn(1000).to(_types[i]);
                (together[i].grad, alone[i].grad) = (gradient, gradient.clone());
            }

            optimizer.step();
            Array.ForEach(own, one => one.step());
        }

        Assert.All(together.Zip(alone), pair => Assert.Equal(pair.First.Bits(), pair.Second.Bits()));
    }

    [TorchFact]
    public void A_measured_step_measures_narrow_weights_as_they_are_stored()
    {
        var parameters = Parameters(4)[..3];
        using var optimizer = Optim.SGD(parameters, lr: 0.5);
        foreach (var parameter in parameters)
        {
            parameter.grad = (ones(4) * 2).to(parameter.dtype);
        }

        parameters[0].grad = (ones(4) / 512).bfloat16();
        var measure = optimizer.MeasuredStep<float>();

        // 1 − 2⁻¹⁰ is stored as 1.
        Assert.Equal((4L, 8L, 4f, 1f), (measure.Weights.NonZeroCount, measure.NewZeroCount, measure.Weights.SumOfSquares, measure.MaxChange));
        Assert.Equal(32 + (4 / (512f * 512)), measure.SumOfGradientSquares);
        Assert.Throws<NotSupportedException>(() => optimizer.MeasuredStep<double>());
    }

    [TorchTheory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void A_gradient_that_is_not_finite_is_found_and_nothing_is_written(ScalarType type)
    {
        using Parameter single = new(ones(4)), narrow = new(ones(4).to(type));
        using var optimizer = Optim.Adam([("single", single), ("narrow", narrow)], lr: 0.5);
        (single.grad, narrow.grad) = (ones(4), tensor([1f, float.PositiveInfinity, 1, 1]).to(type));
        Assert.False(optimizer.TryStep());
        optimizer.RequireFiniteGradients = true;
        AssertRefused("The gradient of narrow is not finite");
        (optimizer.RequireFiniteGradients, optimizer.MaxGradientNorm) = (false, 1);
        AssertRefused("that of narrow is not finite");
        narrow.grad = ones(4).to(type);
        Assert.True(optimizer.TryStep());
        Assert.NotEqual(1, narrow.Widened()[0]);

        void AssertRefused(string text)
        {
            Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal([1f, 1, 1, 1], single.Widened());
            Assert.Equal([1f, 1, 1, 1], narrow.Widened());
        }
    }

    [TorchFact]
    public void Zeros_are_kept_and_a_predicate_leaves_parameters_without_decay()
    {
        using Parameter weight = new(tensor([0f, 1]).reshape(1, 2).bfloat16()), bias = new(ones(2).bfloat16());
        using var optimizer = Optim.AdamW(
            [new Group([weight, bias], new() { Step = new(keepZeros: true), Penalize = (_, parameter) => parameter.dim() > 1 })], lr: 1, weight_decay: 0.5);
        (weight.grad, bias.grad) = (ones(1, 2).bfloat16(), zeros(2).bfloat16());
        optimizer.step();
        Assert.Equal([0f, -0.5f], weight.Widened());
        Assert.Equal([1f, 1], bias.Widened());
        Assert.Equal(0.5 / 2 * 0.25, optimizer.PenaltySum());
    }

    [TorchFact]
    public void A_scheduler_changes_the_rate_and_memory_that_moves_is_followed()
    {
        using var parameter = new Parameter(ones(4).bfloat16());
        using var optimizer = Optim.SGD([parameter], lr: 0.5);
        var schedule = optim.lr_scheduler.StepLR(optimizer, 1, 0.5);
        for (var i = 0; i < 3; i++)
        {
            parameter.grad = ones(4).bfloat16();
            optimizer.step();
            schedule.step();
            using var off = no_grad();
            using var elsewhere = parameter.detach().clone();
            parameter.set_(elsewhere);
        }

        Assert.Equal([0.125f, 0.125f, 0.125f, 0.125f], parameter.Widened());
    }

    [TorchTheory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Tensors_that_do_not_fit_are_refused_by_name_and_nothing_is_written(ScalarType type)
    {
        using Parameter first = new(ones(2, 2).to(type)), second = new(ones(2, 2).to(type));
        using var optimizer = Optim.Adam([("first", first), ("second", second)], lr: 0.5);
        (first.grad, second.grad) = (ones(2, 2).to(type), ones(2, 2).to(type));
        optimizer.step();
        var before = (first.Bits(), SavedState.Bytes(optimizer));
        second.grad = ones(2, 4).to(type)[.., ..2];
        AssertRefused("The gradient of second is not contiguous");
        second.grad = ones(2, 2);
        AssertRefused($"The gradient of second has elements of Float32: they must be {type}, as those of the parameter were when it was added");
        second.grad = second.detach();
        AssertRefused("The gradient of second shares memory with the parameter");
        second.grad = first.grad;
        using var other = Optim.SGD([first, second]);
        Assert.Contains("shares memory with", Assert.Throws<InvalidOperationException>(() => other.step()).Message, StringComparison.Ordinal);
        second.grad = null;
        using (no_grad())
        {
            second.set_(ones(3).to(type));
        }

        AssertRefused("second has 3 elements, and second had 4");
        second.Dispose();
        Assert.Contains("second has been disposed", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.Equal(before.Item1, first.Bits());

        void AssertRefused(string text)
        {
            Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal(before.Item1, first.Bits());
            Assert.Equal(before.Item2, SavedState.Bytes(optimizer));
        }
    }

    private static Parameter[] Parameters(long count, double value = 1) => [.. _types.Select(type => new Parameter((ones(count) * value).to(type)))];
}
