using System.Runtime.CompilerServices;

namespace SimdReg.Threading;

/// <summary>Whether a call is running that accepts no other beside it.</summary>
internal sealed class CallFlag
{
    public int IsRunning;
}

/// <summary>A call during which a flag accepts no other. It ends with <see cref="Dispose"/>.</summary>
internal readonly ref struct ExclusiveCall
{
    private readonly ref int _isRunning;

    /// <param name="flag">The flag of the call. With null, any call is accepted.</param>
    /// <exception cref="InvalidOperationException">Another call is running.</exception>
    public ExclusiveCall(CallFlag? flag)
    {
        if (flag is null)
        {
            return;
        }

        if (Interlocked.Exchange(ref flag.IsRunning, 1) != 0)
        {
            Refuse.SecondCall();
        }

        _isRunning = ref flag.IsRunning;
    }

    public void Dispose()
    {
        if (!Unsafe.IsNullRef(in _isRunning))
        {
            Volatile.Write(ref _isRunning, 0);
        }
    }
}
