namespace SimdReg.Torch.Memory;

/// <summary>Handles of the gradients of a step, which keep their memory until the step has ended.</summary>
internal sealed class NativeGradients : IDisposable
{
    private readonly List<nint> _handles = [];

    /// <summary>Keeps a handle until <see cref="Dispose"/>.</summary>
    public void Keep(nint handle) => _handles.Add(handle);

    public void Dispose()
    {
        foreach (var handle in _handles)
        {
            NativeTensor.Release(handle);
        }

        _handles.Clear();
    }
}
