using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Clipping and scales of gradients at the ends of the range of numbers.</summary>
public class ScaleTests
{
    [TorchTheory]
    [InlineData(1e30, "1E+30")]
    [InlineData(1e-200, "1E-200")]
    public void A_scale_that_a_group_of_doubles_refuses_leaves_the_floats_unchanged(double scale, string text)
    {
        using Parameter single = new(ones(4)), large = new(ones(4, dtype: ScalarType.Float64));
        using var optimizer = Optim.SGD([new Group([single]), new Group([large], new() { Step = new(gradientScale: scale) })], lr: 0.5);
        (single.grad, large.grad) = (ones(4), ones(4, dtype: ScalarType.Float64));
        optimizer.Options = new(gradientScale: scale);
        foreach (var step in (Action[])[() => optimizer.step(), () => optimizer.TryStep()])
        {
            Assert.Contains($"gradientScale of group 1 is {text}. Its product with that of the step, {text}, is refused", Assert.Throws<ArgumentOutOfRangeException>(step).Message, StringComparison.Ordinal);
            Assert.Equal([1f, 1, 1, 1], single.detach().data<float>().ToArray());
            Assert.Equal([1.0, 1, 1, 1], large.detach().data<double>().ToArray());
        }
    }

    [TorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Floats_with_a_sum_of_squares_above_the_largest_float_are_clipped(bool isGuarded)
    {
        using Parameter single = new(zeros(4)), large = new(zeros(1, dtype: ScalarType.Float64));
        using var optimizer = Optim.SGD([single, large], lr: 1);
        optimizer.MaxGradientNorm = 1;
        (single.grad, large.grad) = (ones(4) * 1e25f, zeros(1, dtype: ScalarType.Float64));
        if (isGuarded)
        {
            Assert.True(optimizer.TryStep(1 / 1024.0));
        }
        else
        {
            optimizer.step();
        }

        // The norm is 2·10²⁵ before, and 1 after.
        Assert.Equal([-0.5f, -0.5f, -0.5f, -0.5f], single.detach().data<float>().ToArray());
    }

    [TorchFact]
    public void Doubles_with_a_sum_of_squares_above_the_largest_double_are_not_clipped()
    {
        using Parameter single = new(ones(4)), large = new(ones(2, dtype: ScalarType.Float64));
        using var optimizer = Optim.SGD([single, large], lr: 1);
        optimizer.MaxGradientNorm = 1;
        (single.grad, large.grad) = (ones(4), ones(2, dtype: ScalarType.Float64) * 1e200);
        Assert.False(optimizer.TryStep());
        Assert.Contains("the sum of their squares is above the largest number", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 1, 1, 1], single.detach().data<float>().ToArray());
        Assert.Equal([1.0, 1], large.detach().data<double>().ToArray());
    }

    [TorchFact]
    public void The_scale_of_a_group_multiplies_its_gradients_after_they_were_clipped()
    {
        using Parameter first = new(zeros(1)), second = new(zeros(1));
        using var optimizer = Optim.SGD([new Group([first]), new Group([second], new() { Step = new(gradientScale: 4) })], lr: 1);
        optimizer.MaxGradientNorm = 1;
        (first.grad, second.grad) = (ones(1) * 3, ones(1) * 4);
        optimizer.step();

        // The norm is 5.
        Assert.Equal((-0.6f, -3.2f), (first.detach().data<float>()[0], second.detach().data<float>()[0]));
    }
}
