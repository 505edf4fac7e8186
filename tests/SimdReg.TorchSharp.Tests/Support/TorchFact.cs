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

/// <summary>A test that takes gigabytes of memory: it runs with SIMDREG_GIANTS=1 in the environment.</summary>
internal sealed class GiantFactAttribute : FactAttribute
{
    public GiantFactAttribute() => Skip = LibTorchLoader.WhyNot
        ?? (Environment.GetEnvironmentVariable("SIMDREG_GIANTS") == "1" ? null : "It takes 5 GB of memory: set SIMDREG_GIANTS=1.");
}
