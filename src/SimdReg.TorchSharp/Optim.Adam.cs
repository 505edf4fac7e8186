using TorchSharp.Modules;

namespace SimdReg.Torch;

/// <content>Adam and AdamW.</content>
public static partial class Optim
{
    /// <summary>Adam: w − α·m̂/(√v̂ + ε).</summary>
    /// <remarks>As <c>torch.optim.Adam</c>. PyTorch writes both betas as one argument.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="beta1">β₁, of the mean of gradients.</param>
    /// <param name="beta2">β₂, of the mean of squared gradients.</param>
    /// <param name="eps">ε, added to the root.</param>
    /// <param name="weight_decay">The strength of an L2 penalty, added to the gradient.</param>
    /// <param name="amsgrad">Whether the mean of squares never decreases.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
        Adam([new Group(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

    /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public static Modules.Adam Adam(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
        Adam([new Group(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

    /// <inheritdoc cref="Adam(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public static Modules.Adam Adam(IEnumerable<Group> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = weight_decay, Step = new() { Maximize = maximize } }, beta1, beta2, eps, amsgrad);

    /// <summary>Adam with decoupled weight decay.</summary>
    /// <remarks>As <c>torch.optim.AdamW</c> of PyTorch, which writes both betas as one argument. TorchSharp's does not decay unless it is told to: its default is 0.</remarks>
    /// <param name="parameters">The parameters: from <c>parameters()</c>, with names from <c>named_parameters()</c>, or in groups.</param>
    /// <param name="lr">α, the learning rate.</param>
    /// <param name="beta1">β₁, of the mean of gradients.</param>
    /// <param name="beta2">β₂, of the mean of squared gradients.</param>
    /// <param name="eps">ε, added to the root.</param>
    /// <param name="weight_decay">The strength of an L2 penalty, decoupled.</param>
    /// <param name="amsgrad">Whether the mean of squares never decreases.</param>
    /// <param name="maximize">Whether to go up the gradient.</param>
    /// <returns>The optimizer.</returns>
    /// <exception cref="ArgumentException">A parameter cannot be stepped, or a number is refused, as the message says.</exception>
    public static Modules.AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0.01, bool amsgrad = false, bool maximize = false) =>
        AdamW([new Group(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

    /// <inheritdoc cref="AdamW(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public static Modules.AdamW AdamW(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0.01, bool amsgrad = false, bool maximize = false) =>
        AdamW([new Group(parameters)], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

    /// <inheritdoc cref="AdamW(IEnumerable{Parameter}, double, double, double, double, double, bool, bool)"/>
    public static Modules.AdamW AdamW(IEnumerable<Group> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0.01, bool amsgrad = false, bool maximize = false) =>
        new(parameters, new() { LearningRate = lr, WeightDecay = weight_decay, Step = new() { Maximize = maximize } }, beta1, beta2, eps, amsgrad);
}
