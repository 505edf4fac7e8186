namespace TorchSharpExample;

/// <summary>What a run has come to.</summary>
internal sealed record Run(string Name, IReadOnlyList<double> Losses, double Right, double Zeros, TimeSpan OptimizerTime, TimeSpan Time);
