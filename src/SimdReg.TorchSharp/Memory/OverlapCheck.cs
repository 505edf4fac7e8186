namespace SimdReg.Torch.Memory;

/// <summary>Refuses tensors of one step that share memory.</summary>
internal sealed class OverlapCheck
{
    private readonly List<(nint Start, nint End, string Name)> _ranges = [];

    public void Add(nint start, long byteCount, string name)
    {
        if (byteCount > 0)
        {
            _ranges.Add((start, start + (nint)byteCount, name));
        }
    }

    /// <exception cref="InvalidOperationException">Two tensors share memory.</exception>
    public void Require()
    {
        _ranges.Sort();
        for (var i = 1; i < _ranges.Count; i++)
        {
            var (before, range) = (_ranges[i - 1], _ranges[i]);
            if (range.Start < before.End)
            {
                throw new InvalidOperationException(
                    $"{range.Name} shares memory with {before.Name}: each parameter and each gradient needs its own. Give one of them a clone().");
            }
        }
    }
}
