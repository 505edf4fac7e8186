using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <content>Rules whose rates follow the squares of gradients.</content>
public static partial class Optim
{
    /// <summary>Adagrad: w − α·g/(√n + ε), with n the sum of squared gradients.</summary>
    /// <remarks>As <c>torch.optim.Adagrad</c>. TorchSharp's has no <c>maximize</c>.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="lr_decay">η: the rate of step t is α/(1 + (t − 1)η).</param>
    /// <param name="weight_decay">The strength of an L2 penalty, added to the gradient.</param>
    /// <param name="initial_accumulator_value">n before the first step.</param>
    /// <param name="eps">ε, added to the root.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.Adagrad Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10, bool maximize = false) =>
        Adagrad([new Group(parameters)], lr, lr_decay, weight_decay, initial_accumulator_value, eps, maximize);

    /// <inheritdoc cref="Adagrad(IEnumerable{Parameter}, double, double, double, double, double, bool)"/>
    public static Modules.Adagrad Adagrad(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10, bool maximize = false) =>
        Adagrad([new Group(parameters)], lr, lr_decay, weight_decay, initial_accumulator_value, eps, maximize);

    /// <inheritdoc cref="Adagrad(IEnumerable{Parameter}, double, double, double, double, double, bool)"/>
    public static Modules.Adagrad Adagrad(IEnumerable<Group> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = weight_decay, Step = new() { Maximize = maximize } }, lr_decay, initial_accumulator_value, eps);

    /// <summary>RMSprop: w − α·g/(√v + ε), with v a running mean of squared gradients.</summary>
    /// <remarks>As <c>torch.optim.RMSprop</c>, which TorchSharp names <c>RMSProp</c>.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="alpha">β, of the mean of squared gradients.</param>
    /// <param name="eps">ε, added to the root.</param>
    /// <param name="weight_decay">The strength of an L2 penalty, added to the gradient.</param>
    /// <param name="momentum">μ, the share of the velocity that is kept. A scheduler can change it unless it is 0.</param>
    /// <param name="centered">Whether the square of the mean gradient is subtracted from v.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.RMSprop RMSprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
        RMSprop([new Group(parameters)], lr, alpha, eps, weight_decay, momentum, centered, maximize);

    /// <inheritdoc cref="RMSprop(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public static Modules.RMSprop RMSprop(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
        RMSprop([new Group(parameters)], lr, alpha, eps, weight_decay, momentum, centered, maximize);

    /// <inheritdoc cref="RMSprop(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public static Modules.RMSprop RMSprop(IEnumerable<Group> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = weight_decay, Step = new() { Maximize = maximize } }, alpha, eps, momentum, centered);

    /// <summary>FTRL-proximal: each weight is computed anew from the sum of its gradients, with exact zeros under <paramref name="l1"/>.</summary>
    /// <remarks>Neither PyTorch nor TorchSharp has it. It starts from the weights as they are at the first step, and forgets later changes of them.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="beta">β, added to the root of the sum of squared gradients.</param>
    /// <param name="l1">λ₁, the strength of its L1.</param>
    /// <param name="l2">λ₂, the strength of its L2.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.FTRL FTRL(IEnumerable<Parameter> parameters, double lr, double beta = 1, double l1 = 0, double l2 = 0, bool maximize = false) =>
        FTRL([new Group(parameters)], lr, beta, l1, l2, maximize);

    /// <inheritdoc cref="FTRL(IEnumerable{Parameter}, double, double, double, double, bool)"/>
    public static Modules.FTRL FTRL(IEnumerable<(string name, Parameter parameter)> parameters, double lr, double beta = 1, double l1 = 0, double l2 = 0, bool maximize = false) =>
        FTRL([new Group(parameters)], lr, beta, l1, l2, maximize);

    /// <inheritdoc cref="FTRL(IEnumerable{Parameter}, double, double, double, double, bool)"/>
    public static Modules.FTRL FTRL(IEnumerable<Group> parameters, double lr, double beta = 1, double l1 = 0, double l2 = 0, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = 0, Step = new() { Maximize = maximize } }, beta, l1, l2);
}
