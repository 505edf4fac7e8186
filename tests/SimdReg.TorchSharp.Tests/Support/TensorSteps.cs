using static TorchSharp.torch;

namespace SimdReg.Torch.Tests.Support;

/// <summary>Rules that libtorch does not have, written with tensors.</summary>
internal static class TensorSteps
{
    public static Action Lion(IReadOnlyList<Tensor> parameters, double rate, double decay)
    {
        Tensor[] means = [.. parameters.Select(parameter => zeros_like(parameter).detach())];
        return () =>
        {
            using var off = no_grad();
            using var scope = NewDisposeScope();
            for (var i = 0; i < means.Length; i++)
            {
                var (weights, gradient) = (parameters[i], parameters[i].grad!);
                weights.mul_(1 - (rate * decay));
                weights.sub_(rate * ((0.9 * means[i]) + (0.1 * gradient)).sign());
                means[i].mul_(0.99).add_(gradient, alpha: 0.01);
            }
        };
    }

    public static Action Ftrl(IReadOnlyList<Tensor> parameters, double decay)
    {
        const double Rate = 0.1, L1 = 0.001;
        Tensor[] sums = [.. parameters.Select(parameter => (-(parameter * ((1 / Rate) + decay)) - (L1 * parameter.sign())).detach())];
        Tensor[] squares = [.. parameters.Select(parameter => zeros_like(parameter).detach())];
        return () =>
        {
            using var off = no_grad();
            using var scope = NewDisposeScope();
            for (var i = 0; i < sums.Length; i++)
            {
                var (weights, gradient) = (parameters[i], parameters[i].grad!);
                var root = squares[i].sqrt();
                squares[i].addcmul_(gradient, gradient, 1);
                var after = squares[i].sqrt();
                sums[i].add_(gradient - (weights * (after - root) / Rate));
                var shrunk = sums[i].sign() * (sums[i].abs() - L1).clamp_min(0);
                weights.copy_(-shrunk / (((1 + after) / Rate) + decay));
            }
        };
    }
}
