using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <summary>Optimizers of SimdReg for TorchSharp, made like those of <c>torch.optim</c>.</summary>
/// <remarks>
/// <code>
/// var optimizer = torch.optim.AdamW(model.parameters(), lr: 1e-3, weight_decay: 0.01);    // TorchSharp
/// var optimizer = Optim.AdamW(model.parameters(), lr: 1e-3, weight_decay: 0.01);          // SimdReg
/// </code>
/// <para>Names and defaults of arguments are PyTorch's.</para>
/// </remarks>
public static partial class Optim
{
    /// <summary>Gradient descent: w − α·g, or w − α·u with momentum u.</summary>
    /// <remarks>As <c>torch.optim.SGD</c> of PyTorch. TorchSharp's has no default rate, names it <c>learningRate</c>, and its <c>maximize</c> turns the weight decay too.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="momentum">μ, the share of the velocity that is kept. A scheduler can change it unless it is 0.</param>
    /// <param name="dampening">τ: a gradient enters the velocity times 1 − τ.</param>
    /// <param name="weight_decay">The strength of an L2 penalty, added to the gradient.</param>
    /// <param name="nesterov">Whether the step looks ahead along the velocity.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.SGD SGD(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
        SGD([new Group(parameters)], lr, momentum, dampening, weight_decay, nesterov, maximize);

    /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
    public static Modules.SGD SGD(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
        SGD([new Group(parameters)], lr, momentum, dampening, weight_decay, nesterov, maximize);

    /// <inheritdoc cref="SGD(IEnumerable{Parameter}, double, double, double, double, bool, bool)"/>
    public static Modules.SGD SGD(IEnumerable<Group> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = weight_decay, Step = new() { Maximize = maximize } }, momentum, dampening, nesterov);

    /// <summary>Lion: w − α·sign(d), with d a running mean of the gradients.</summary>
    /// <remarks>Neither PyTorch nor TorchSharp has it: the defaults are those of Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="beta1">β₁, of the direction of a step.</param>
    /// <param name="beta2">β₂, of the mean that is kept.</param>
    /// <param name="weight_decay">The strength of an L2 penalty, decoupled.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.Lion Lion(IEnumerable<Parameter> parameters, double lr = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weight_decay = 0, bool maximize = false) =>
        Lion([new Group(parameters)], lr, beta1, beta2, weight_decay, maximize);

    /// <inheritdoc cref="Lion(IEnumerable{Parameter}, double, double, double, double, bool)"/>
    public static Modules.Lion Lion(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weight_decay = 0, bool maximize = false) =>
        Lion([new Group(parameters)], lr, beta1, beta2, weight_decay, maximize);

    /// <inheritdoc cref="Lion(IEnumerable{Parameter}, double, double, double, double, bool)"/>
    public static Modules.Lion Lion(IEnumerable<Group> parameters, double lr = 1e-4, double beta1 = 0.9, double beta2 = 0.99, double weight_decay = 0, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = weight_decay, Step = new() { Maximize = maximize } }, beta1, beta2);
}
