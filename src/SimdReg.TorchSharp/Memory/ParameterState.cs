using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Memory;

/// <summary>What an optimizer keeps for a parameter.</summary>
internal abstract class ParameterState(string name, Parameter parameter, GroupEntry group, bool isPenalized, int index) : OptimizerState(parameter)
{
    public string Name => name;

    public Parameter Parameter => _parameter;

    /// <summary>Whether the penalty or the weight decay of the group acts on it.</summary>
    public bool IsPenalized => isPenalized;

    protected GroupEntry Group => group;

    /// <summary>The place among all parameters of the optimizer.</summary>
    public int Index => index;

    /// <summary>Gives the parameter a rule, a penalty and options.</summary>
    public abstract void Apply(Binding binding, StepOptions options);

    /// <summary>Sets a learning rate that the rule accepts.</summary>
    public abstract void SetLearningRate(double learningRate);

    public override void to(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type != DeviceType.CPU)
        {
            throw new NotSupportedException($"{nameof(device)} is {device}: SimdReg steps tensors on the CPU. Use TorchSharp's optimizer there.");
        }
    }

    public override void Initialize(OptimizerOptions options) =>
        throw new NotSupportedException("A state does not start anew: create another optimizer.");
}
