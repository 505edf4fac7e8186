using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>What is refused: the message names the parameter, and nothing has been written.</summary>
public class BadInputTests
{
    [TorchFact]
    public void A_freed_parameter()
    {
        using var pair = new Pair();
        pair.Second.Dispose();
        pair.AssertRefused<InvalidOperationException>("second has been disposed");
    }

    [TorchFact]
    public void A_resized_parameter_or_gradient()
    {
        using var pair = new Pair();
        using (no_grad())
        using (var longer = ones(9))
        {
            pair.Second.set_(longer);
        }

        pair.AssertRefused<InvalidOperationException>("second has 9 elements, and second had 4");
    }

    [TorchFact]
    public void A_tensor_that_is_not_contiguous()
    {
        using var matrix = new Parameter(ones(3, 4));
        using var optimizer = Optim.SGD([("matrix", matrix)], 0.1);
        matrix.grad = ones(4, 3).t();
        Assert.Contains("The gradient of matrix is not contiguous", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        matrix.grad = ones(3, 4);
        using (no_grad())
        using (var turned = ones(4, 3))
        using (var view = turned.t())
        {
            matrix.set_(view);
        }

        Assert.Contains("matrix is not contiguous", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        using var strided = new Parameter(ones(4, 3).t());
        Assert.Contains("parameter 0 of group 0 is not contiguous", Assert.Throws<ArgumentException>(() => Optim.SGD([strided])).Message, StringComparison.Ordinal);
    }

    [TorchTheory]
    [InlineData(ScalarType.ComplexFloat32)]
    [InlineData(ScalarType.ComplexFloat64)]
    public void Another_element_type(ScalarType type)
    {
        using var parameter = new Parameter(ones(3, dtype: type));
        Assert.Contains($"weight has elements of {type}: SimdReg steps Float32, Float64, BFloat16 and Float16", Assert.Throws<ArgumentException>(() => Optim.Adam([("weight", parameter)])).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Another_device()
    {
        using var parameter = new Parameter(ones(3, device: META));
        Assert.Contains("is on META: SimdReg steps tensors on the CPU", Assert.Throws<ArgumentException>(() => Optim.Adam([("weight", parameter)])).Message, StringComparison.Ordinal);
        using var own = new Parameter(ones(3));
        Assert.Throws<NotSupportedException>(() => Optim.Adam([own]).to(META));
    }

    [TorchFact]
    public void A_sparse_gradient()
    {
        using var embedding = nn.Embedding(10, 4, sparse: true);
        using var optimizer = Optim.SGD(embedding.named_parameters(), 0.1);
        using var loss = embedding.forward(tensor([1L, 2])).sum();
        loss.backward();
        Assert.Contains("The gradient of weight is sparse", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void A_parameter_in_two_groups()
    {
        using var pair = new Pair();
        Assert.Contains("second is in the optimizer already, as second", Assert.Throws<ArgumentException>(
            () => pair.Optimizer.add_param_group(new Group([("second", pair.Second)]))).Message, StringComparison.Ordinal);
        Assert.Single(pair.Optimizer.ParamGroups);
        Assert.Equal("param_group", Assert.Throws<ArgumentException>(() => Optim.SGD([pair.First, pair.First])).ParamName);
        using var part = new Parameter(pair.First.detach()[..2]);
        pair.Optimizer.add_param_group(new Group([("part", part)]));
        pair.AssertRefused<InvalidOperationException>("shares memory with");
    }

    [TorchFact]
    public void A_gradient_that_is_the_parameter_itself()
    {
        using var pair = new Pair();
        pair.Second.grad = pair.Second.detach();
        pair.AssertRefused<InvalidOperationException>("The gradient of second shares memory with the parameter");
    }

    [TorchFact]
    public void Gradients_that_are_not_finite_where_that_is_required()
    {
        using var pair = new Pair();
        pair.Optimizer.RequireFiniteGradients = true;
        pair.Second.grad = tensor([1f, float.PositiveInfinity, 1, 1]);
        pair.AssertRefused<InvalidOperationException>("The gradient of second is not finite");
        Assert.Throws<InvalidOperationException>(() => pair.Optimizer.MeasuredStep<float>());
        pair.Second.grad = ones(4);
        pair.Optimizer.step();
    }

    [TorchFact]
    public void Gradients_that_are_not_finite_where_they_are_clipped()
    {
        using var pair = new Pair();
        pair.Optimizer.MaxGradientNorm = 1;
        pair.Second.grad = tensor([1f, float.NaN, 1, 1]);
        pair.AssertRefused<InvalidOperationException>("that of second is not finite");
        Assert.Throws<ArgumentOutOfRangeException>(() => pair.Optimizer.MaxGradientNorm = double.NaN);
    }

    [TorchTheory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void A_scheduler_that_sets_a_rate_which_is_none(double rate)
    {
        using var pair = new Pair();
        var schedule = optim.lr_scheduler.LambdaLR(pair.Optimizer, epoch => epoch == 0 ? 1 : rate);
        schedule.step();
        pair.AssertRefused<ArgumentOutOfRangeException>("lr of group 0 is");
    }

    [TorchFact]
    public void Numbers_that_the_rule_does_not_take()
    {
        using var pair = new Pair();
        Assert.Contains("beta1 of group 0 is 2", Assert.Throws<ArgumentOutOfRangeException>(() => Optim.AdamW([pair.First], beta1: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("weight_decay of group 0 is -1", Assert.Throws<ArgumentOutOfRangeException>(() => Optim.AdamW([pair.First], weight_decay: -1)).Message, StringComparison.Ordinal);
        var unknown = Assert.Throws<ArgumentException>(() => Optim.SGD([new Group([pair.First], new() { ["beta1"] = 0.9 })]));
        Assert.Contains("SGD has no number beta1", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("param_group", unknown.ParamName);
        Assert.Contains("weight_decay of group 0 is 1. It must be 0, because the group has the penalty", Assert.Throws<ArgumentOutOfRangeException>(
            () => Optim.SGD([new Group([pair.First], new() { WeightDecay = 1, Penalty = GroupPenalty.Of(new L1(1)) })])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Optim.SGD([pair.First], nesterov: true));
        Assert.Equal("parameters", Assert.Throws<ArgumentException>(() => Optim.SGD(Array.Empty<Parameter>())).ParamName);
        pair.Optimizer.Betas = (0.9, 1);
        pair.AssertRefused<ArgumentOutOfRangeException>("beta2 of group 0 is 1");
    }

    [TorchFact]
    public void A_momentum_for_an_optimizer_that_was_made_without()
    {
        using var parameter = new Parameter(ones(4));
        parameter.grad = ones(4);
        foreach (var optimizer in (SimdOptimizer[])[Optim.SGD([parameter]), Optim.RMSprop([parameter])])
        {
            ((optim.IMomentum)optimizer).Momentum = 0.5;
            Assert.Contains(
                "momentum of group 0 is 0.5. momentum was 0 when", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal([1f, 1, 1, 1], parameter.detach().data<float>().ToArray());
            optimizer.Dispose();
        }
    }

    [TorchFact]
    public void Options_of_another_group_and_a_disposed_optimizer()
    {
        using var pair = new Pair();
        var options = new GroupOptions();
        var first = Optim.SGD([new Group([pair.First], options)]);
        Assert.Throws<ArgumentException>(() => Optim.SGD([new Group([pair.Second], options)]));
        Assert.Equal("param_group", Assert.Throws<ArgumentException>(() => pair.Optimizer.add_param_group(new AdamW.ParamGroup { Options = new() })).ParamName);
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.step());
    }

    /// <summary>Two parameters with gradients, and their optimizer.</summary>
    private sealed class Pair : IDisposable
    {
        public Pair()
        {
            Optimizer = Optim.Adam([("first", First), ("second", Second)], 0.5);
            First.grad = ones(4);
            Second.grad = ones(4);

            // A state of zeros would hide that it was written.
            Optimizer.step();
        }

        public Parameter First { get; } = new(ones(4));

        public Parameter Second { get; } = new(ones(4));

        public Torch.Modules.Adam Optimizer { get; }

        public void AssertRefused<TError>(string text)
            where TError : Exception
        {
            var before = Contents();
            Assert.Contains(text, Assert.Throws<TError>(() => Optimizer.step()).Message, StringComparison.Ordinal);
            var after = Contents();
            Assert.Equal(before.First, after.First);
            Assert.Equal(before.Second, after.Second);
            Assert.Equal(before.State, after.State);
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            First.Dispose();
            Second.Dispose();
        }

        // TorchSharp saves no state of an optimizer with a freed parameter.
        private (float[] First, float[] Second, byte[] State) Contents() => Second.IsInvalid
            ? (Values(First), [], [])
            : (Values(First), Values(Second), SavedState.Bytes(Optimizer));

        private static float[] Values(Parameter parameter) => parameter.detach().data<float>().ToArray();
    }
}
