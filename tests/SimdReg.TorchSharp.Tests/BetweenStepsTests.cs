using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>Tensors that change between steps, and steps that are refused between others.</summary>
public class BetweenStepsTests
{
    [TorchFact]
    public void A_parameter_whose_first_gradient_was_refused_is_stepped_with_the_next()
    {
        using Parameter first = new(ones(2, 2)), second = new(ones(2, 2));
        using var optimizer = Optim.SGD([first, second], lr: 0.5);
        first.grad = ones(2, 2);
        optimizer.step();
        using (var strided = ones(2, 4)[.., ..2])
        {
            second.grad = strided;
            Assert.Throws<InvalidOperationException>(() => optimizer.step());
        }

        second.grad = ones(2, 2);
        optimizer.step();
        Assert.Equal((0f, 0.5f), (Value(first), Value(second)));
    }

    [TorchFact]
    public void A_gradient_that_went_in_a_refused_step_is_not_used_again()
    {
        using Parameter first = new(ones(2, 2)), second = new(ones(2, 2));
        using var optimizer = Optim.SGD([first, second], lr: 0.5);
        (first.grad, second.grad) = (ones(2, 2), ones(2, 2));
        optimizer.step();
        first.grad = null;
        using var strided = ones(2, 4)[.., ..2];
        second.grad = strided;
        Assert.Throws<InvalidOperationException>(() => optimizer.step());
        second.grad = ones(2, 2);
        optimizer.step();
        Assert.Equal((0.5f, 0f), (Value(first), Value(second)));
    }

    [TorchFact]
    public void A_gradient_that_shares_memory_is_refused_again_and_stepped_once_it_does_not()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.SGD([first, second], lr: 0.5);
        first.grad = ones(4);
        optimizer.step();
        second.grad = first.grad;
        Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Throws<InvalidOperationException>(() => optimizer.step());
        second.grad = ones(4);
        optimizer.step();
        Assert.Equal((0f, 0.5f), (Value(first), Value(second)));
    }

    [TorchFact]
    public void Weights_that_move_onto_others_are_refused()
    {
        using Parameter first = new(ones(4)), second = new(ones(4));
        using var optimizer = Optim.SGD([("first", first), ("second", second)], lr: 0.5);
        (first.grad, second.grad) = (ones(4), ones(4));
        optimizer.step();
        using (no_grad())
        using (var view = first.detach())
        {
            second.set_(view);
        }

        // Reading the weights for another purpose does not hide that they moved.
        optimizer.PenaltySum();
        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("shares memory with", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        }

        Assert.Equal(0.5f, Value(first));
    }

    [TorchFact]
    public void A_parameter_without_elements_is_stepped_with_the_others()
    {
        using Parameter empty = new(ones(0)), other = new(ones(4));
        using var optimizer = Optim.SGD([empty, other], lr: 0.5);
        (empty.grad, other.grad) = (ones(0), ones(4));
        optimizer.RequireFiniteGradients = true;
        optimizer.step();
        Assert.True(optimizer.TryStep());
        Assert.Equal(0f, Value(other));
    }

    [TorchTheory]
    [InlineData("TryStep")]
    [InlineData("RequireFiniteGradients")]
    [InlineData("MaxGradientNorm")]
    public void FTRL_starts_from_the_weights_of_the_first_step_that_is_taken(string refusal)
    {
        using Parameter late = new(ones(4)), fresh = new(ones(4) * 3);
        using var optimizer = Optim.FTRL([late], lr: 0.5);
        using var twin = Optim.FTRL([fresh], lr: 0.5);
        late.grad = ones(4) * float.PositiveInfinity;
        optimizer.RequireFiniteGradients = refusal == "RequireFiniteGradients";
        optimizer.MaxGradientNorm = refusal == "MaxGradientNorm" ? 1 : null;
        if (refusal == "TryStep")
        {
            Assert.False(optimizer.TryStep());
        }
        else
        {
            Assert.Throws<InvalidOperationException>(() => optimizer.step());
        }

        using (no_grad())
        {
            late.mul_(3);
        }

        optimizer.MaxGradientNorm = null;
        (late.grad, fresh.grad) = (ones(4), ones(4));
        optimizer.step();
        twin.step();
        Assert.Equal(fresh.detach().data<float>().ToArray(), late.detach().data<float>().ToArray());
    }

    [TorchFact]
    public void FTRL_that_cannot_start_names_the_parameter_and_writes_nothing()
    {
        using Parameter single = new(ones(4)), bad = new(tensor([1.0, double.NaN]));
        using var optimizer = Optim.FTRL([("single", single), ("bad", bad)], lr: 0.5);
        (single.grad, bad.grad) = (ones(4), ones(2, dtype: ScalarType.Float64));
        Assert.Contains("bad of group 0 cannot start", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.Equal([1f, 1, 1, 1], single.detach().data<float>().ToArray());
    }

    private static float Value(Parameter parameter) => parameter.detach().data<float>().ToArray()[0];
}
