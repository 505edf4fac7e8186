using System.Runtime.ExceptionServices;

namespace SimdReg.Threading;

/// <summary>Numbered items of work, which one thread does with whatever help the runtime's pool gives it.</summary>
/// <remarks>
/// Each thread takes the next item until none is left. The thread that began it waits for helpers that have begun, and closes the
/// door to the rest: a pool without a free thread costs it the help and no time.
/// </remarks>
internal sealed class SharedItems(int count, Action<int> work)
{
    /// <summary>Added to the number of helpers when no other may begin.</summary>
    private const int Closed = int.MinValue;

    /// <summary>How many calls for help may wait in the pool's queue, all sharing threads together. A pool that never answers must not fill memory.</summary>
    private const int MaxWaitingCalls = 1024;

    private static int _waitingCalls;

    private Action<int>? _work = work;
    private int _taken = -1;
    private int _helpers;
    private (int Item, Exception Exception)? _failure;

    /// <summary>Does all items, on this thread and at most so many others.</summary>
    public void DoWith(int helperCount)
    {
        for (; helperCount > 0 && TryCallHelper(); helperCount--)
        {
        }

        TakeItems();
        WaitForHelpers();
        _work = null; // A call that still waits in the queue would keep alive what it captures.
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.Exception);
        }
    }

    private bool TryCallHelper()
    {
        if (Interlocked.Increment(ref _waitingCalls) > MaxWaitingCalls)
        {
            Interlocked.Decrement(ref _waitingCalls);
            return false;
        }

        ThreadPool.QueueUserWorkItem(static items => items.Help(), this, preferLocal: true);
        return true;
    }

    private void Help()
    {
        Interlocked.Decrement(ref _waitingCalls);
        if (!TryBegin())
        {
            return;
        }

        TakeItems();
        if (Interlocked.Decrement(ref _helpers) == Closed)
        {
            lock (this)
            {
                Monitor.Pulse(this);
            }
        }
    }

    private bool TryBegin()
    {
        var helpers = Volatile.Read(ref _helpers);
        while (helpers >= 0)
        {
            var found = Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers);
            if (found == helpers)
            {
                return true;
            }

            helpers = found;
        }

        return false;
    }

    private void TakeItems()
    {
        for (int item; (item = Interlocked.Increment(ref _taken)) < count;)
        {
            try
            {
                _work!(item);
            }
            catch (Exception exception)
            {
                // Items before this one have been taken, and end. No other is begun.
                Interlocked.Exchange(ref _taken, count);
                lock (this)
                {
                    _failure = _failure is { } other && other.Item < item ? other : (item, exception);
                }
            }
        }
    }

    private void WaitForHelpers()
    {
        Interlocked.Add(ref _helpers, Closed);
        for (var spin = default(SpinWait); Volatile.Read(ref _helpers) != Closed; spin.SpinOnce())
        {
            if (spin.NextSpinWillYield)
            {
                lock (this)
                {
                    while (Volatile.Read(ref _helpers) != Closed)
                    {
                        Monitor.Wait(this);
                    }
                }
            }
        }
    }
}
