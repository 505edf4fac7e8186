namespace SimdReg.Tests.Support;

/// <summary>Holds the next call that reads memory behind it until it is opened.</summary>
internal sealed class Gate : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reached = new(0);
    private readonly SemaphoreSlim _opened = new(0);
    private int _isClosed;

    /// <summary>The same memory, behind the gate.</summary>
    public Memory<float> Before(float[] values) => new SpanMemory<float>(values.Length, () =>
    {
        Pass();
        return values;
    }).Memory;

    /// <summary>Runs a call on another thread until the gate holds it, does something meanwhile, and lets the call end.</summary>
    public async Task Hold(Action call, Action meanwhile)
    {
        Volatile.Write(ref _isClosed, 1);
        var held = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Assert.True(await _reached.WaitAsync(_patience), "The call read no memory behind the gate.");
            meanwhile();
        }
        finally
        {
            _opened.Release();
            await held;
        }
    }

    public void Dispose()
    {
        _reached.Dispose();
        _opened.Dispose();
    }

    private void Pass()
    {
        // Only the first to come waits: a second one would otherwise never be seen to run beside it.
        if (Interlocked.Exchange(ref _isClosed, 0) == 1)
        {
            _reached.Release();
            _opened.Wait(_patience);
        }
    }
}
