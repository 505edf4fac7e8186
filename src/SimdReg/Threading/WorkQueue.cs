using System.Runtime.ExceptionServices;

namespace SimdReg.Threading;

/// <summary>Numbered work items, done by one thread and any helpers that the runtime's pool provides.</summary>
/// <remarks>
/// Each thread takes the next item until none is left. The calling thread then admits no more helpers, and waits for those that have begun:
/// a pool without a free thread causes no delay.
/// </remarks>
internal sealed class WorkQueue(int count, Action<int> work, int maxHelpers)
{
    /// <summary>Added to the number of helpers when no other may begin.</summary>
    private const int Closed = int.MinValue;

    private ExecutionContext? _context = ExecutionContext.Capture();
    private Action<int>? _work = work;
    private int _taken = -1;
    private int _helpers;
    private (int Item, Exception Exception)? _failure;

    /// <summary>How many threads may help.</summary>
    public int MaxHelpers => maxHelpers;

    /// <summary>Does all items, on this thread and those that help. Nothing runs when it returns, however it does.</summary>
    public void Do()
    {
        try
        {
            Helpers.Call(this);
            TakeItems();
        }
        finally
        {
            Interlocked.Add(ref _helpers, Closed);
            Helpers.Dismiss(this);
            WaitForHelpers();
            (_work, _context) = (null, null); // A call that still waits in the pool's queue would keep alive what they hold.
        }

        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.Exception);
        }
    }

    /// <summary>Helps, if the work is still open and has a place.</summary>
    /// <returns>Whether it did.</returns>
    public bool TryHelp()
    {
        if (!TryBegin())
        {
            return false;
        }

        try
        {
            // As if the caller did it: its culture and other ambient data flow here.
            if (_context is null)
            {
                TakeItems();
            }
            else
            {
                ExecutionContext.Run(_context, static items => ((WorkQueue)items!).TakeItems(), this);
            }
        }
        finally
        {
            if (Interlocked.Decrement(ref _helpers) == Closed)
            {
                lock (this)
                {
                    Monitor.Pulse(this);
                }
            }
        }

        return true;
    }

    private bool TryBegin()
    {
        var helpers = Volatile.Read(ref _helpers);
        while (helpers >= 0 && helpers < maxHelpers)
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

    // Helpers write to memory that is pinned only during the call: an interruption has to wait too.
    private void WaitForHelpers()
    {
        var isInterrupted = false;
        for (var spin = default(SpinWait); Volatile.Read(ref _helpers) != Closed;)
        {
            try
            {
                if (spin.NextSpinWillYield)
                {
                    Sleep();
                }
                else
                {
                    spin.SpinOnce();
                }
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        if (isInterrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    private void Sleep()
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
