using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>What a step does besides the rule.</summary>
public class StepTests
{
    [TorchFact]
    public void A_closure_computes_loss_and_gradients()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        using var optimizer = Optim.SGD(network.Parameters, 0.1);
        var losses = new List<float>();
        for (var i = 0; i < 20; i++)
        {
            using var off = no_grad();
            using var loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                return network.Loss(0);
            });
            losses.Add(loss!.item<float>());
        }

        Assert.Null(optimizer.step());
        Assert.True(losses[^1] < losses[0] / 1.2);
    }

    [TorchFact]
    public void A_parameter_without_a_gradient_is_skipped_as_long_as_it_has_none()
    {
        using Parameter first = new(ones(5)), second = new(ones(7));
        using var optimizer = Optim.AdamW([first, second], lr: 0.1);
        optimizer.step();
        first.grad = ones(5);
        optimizer.step();
        optimizer.step();
        Assert.NotEqual(1, first.detach().data<float>()[0]);
        Assert.Equal(1, second.detach().data<float>()[0]);
        first.grad = null;
        second.grad = ones(7);
        var before = first.detach().data<float>()[0];
        optimizer.step();
        Assert.Equal(before, first.detach().data<float>()[0]);

        // The second parameter has taken one step, the first two: their bias corrections differ.
        using var alone = new Parameter(ones(7));
        using var twin = Optim.AdamW([alone], lr: 0.1);
        alone.grad = ones(7);
        twin.step();
        Assert.Equal(alone.detach().data<float>().ToArray(), second.detach().data<float>().ToArray());
    }

    [TorchFact]
    public void Memory_that_moves_between_steps_is_followed()
    {
        using Parameter moved = new(ones(40)), still = new(ones(40));
        using var optimizer = Optim.Adam([moved], lr: 0.1);
        using var twin = Optim.Adam([still], lr: 0.1);
        for (var i = 0; i < 6; i++)
        {
            using var gradient = randn(40);
            moved.grad = gradient.clone();
            still.grad = gradient;
            optimizer.step();
            twin.step();
            using var off = no_grad();
            using var elsewhere = moved.detach().clone();
            moved.set_(elsewhere);
        }

        Assert.Equal(still.detach().data<float>().ToArray(), moved.detach().data<float>().ToArray());
    }

    [TorchTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void Gradients_are_clipped_to_their_exact_norm_and_not_written(int threads)
    {
        using Parameter first = new(zeros(300_000)), second = new(zeros(3, dtype: ScalarType.Float64));
        using var optimizer = Optim.SGD([first, second], lr: 1);
        optimizer.MaxGradientNorm = 0.5;
        optimizer.Options = new(maxDegreeOfParallelism: threads);
        first.grad = ones(300_000);
        second.grad = tensor([100.0, 0, 0]);
        optimizer.step();

        // The norm is √(300,000 + 10,000).
        var scale = 0.5 / Math.Sqrt(310_000);
        Assert.Equal(-(float)scale, first.detach().data<float>()[299_999]);
        Assert.Equal(-100 * scale, second.detach().data<double>()[0]);
        Assert.Equal(1, first.grad!.data<float>()[0]);
    }

    [TorchFact]
    public void A_guarded_step_is_left_out_if_a_gradient_is_not_finite()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.SGD([first, second], lr: 1);
        first.grad = ones(4) * 1024;
        second.grad = tensor([1f, 2, float.PositiveInfinity, 4]);
        Assert.False(optimizer.TryStep(1 / 1024.0));
        Assert.Equal([1f, 1, 1, 1], first.detach().data<float>().ToArray());
        second.grad = ones(4) * 512;
        Assert.True(optimizer.TryStep(1 / 1024.0));
        Assert.Equal([0f, 0, 0, 0], first.detach().data<float>().ToArray());
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], second.detach().data<float>().ToArray());
    }

    [TorchFact]
    public void A_measured_step_takes_the_step_and_measures_it()
    {
        using Parameter first = new(ones(4)), second = new(ones(2));
        using var optimizer = Optim.SGD([first, second], lr: 0.5);
        first.grad = tensor([2f, 0, 0, 0]);
        second.grad = zeros(2);
        var measure = optimizer.MeasuredStep<float>();
        Assert.Equal((5L, 1L, 1f, 4f), (measure.Weights.NonZeroCount, measure.NewZeroCount, measure.MaxChange, measure.SumOfGradientSquares));
        Assert.Contains("System.Double", Assert.Throws<NotSupportedException>(() => optimizer.MeasuredStep<double>()).Message, StringComparison.Ordinal);
        Assert.Equal(0f, first.detach().data<float>()[0]);
    }

    [TorchTheory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        using Parameter alone = new(linspace(-1, 1, 500_000)), shared = new(linspace(-1, 1, 500_000));
        using var one = Optim.AdamW([alone]);
        using var several = Optim.AdamW([shared]);
        several.Options = new(maxDegreeOfParallelism: threads);
        using var gradient = linspace(2, -3, 500_000);
        (alone.grad, shared.grad) = (gradient, gradient.clone());
        for (var i = 0; i < 3; i++)
        {
            one.step();
            several.step();
        }

        Assert.Equal(alone.detach().data<float>().ToArray(), shared.detach().data<float>().ToArray());
    }

    [TorchFact]
    public void Gradients_are_let_go_after_each_step()
    {
        using var network = new SmallNetwork(ScalarType.Float32);
        using var optimizer = Optim.AdamW(network.Parameters);
        network.Train(0, 2, () => optimizer.step());
        var before = Tensor.TotalCount;
        network.Train(0, 5, () => optimizer.step());
        Assert.Equal(before, Tensor.TotalCount);
    }
}
