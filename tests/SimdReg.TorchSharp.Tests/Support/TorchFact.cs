namespace SimdReg.Torch.Tests.Support;

/// <summary>A test that is skipped where libtorch cannot be loaded.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = LibTorchLoader.WhyNot;
}

/// <inheritdoc cref="TorchFactAttribute"/>
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = LibTorchLoader.WhyNot;
}
