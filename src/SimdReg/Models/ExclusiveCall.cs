namespace SimdReg.Models;

/// <summary>A call during which an object accepts no other. It ends with <see cref="Dispose"/>.</summary>
internal readonly ref struct ExclusiveCall
{
    private readonly ref int _isRunning;

    /// <param name="isRunning">1 during a call, otherwise 0. The object keeps it.</param>
    /// <exception cref="InvalidOperationException">Another call is running.</exception>
    public ExclusiveCall(ref int isRunning)
    {
        if (Interlocked.Exchange(ref isRunning, 1) != 0)
        {
            Refuse.SecondCall();
        }

        _isRunning = ref isRunning;
    }

    public void Dispose() => Volatile.Write(ref _isRunning, 0);
}
