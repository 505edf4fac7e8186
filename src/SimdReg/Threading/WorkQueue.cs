using System.Runtime.ExceptionServices;

namespace SimdReg.Threading;

/// <summary>Numbered work items that one thread runs with the help of threads of the runtime's pool.</summary>
/// <remarks>
/// Each thread takes the next item until none is left. The calling thread then closes the queue and waits only for helpers that have
/// begun, so a pool without a free thread causes no delay.
/// </remarks>
internal sealed class WorkQueue(int count, Action<int> work, int maxHelpers)
{
    /// <summary>Added to the number of helpers to close the queue.</summary>
    private const int Closed = int.MinValue;

    private ExecutionContext? _context = ExecutionContext.Capture();
    private Action<int>? _work = work;
    private int _taken = -1;
    private int _helpers;
    private (int Item, Exception Exception)? _failure;

    /// <summary>The largest number of helpers.</summary>
    public int MaxHelpers => maxHelpers;

    /// <summary>Runs all items on this thread and the helpers. When it returns or throws, no item is running.</summary>
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
            (_work, _context) = (null, null); // A request that is still in the pool's queue would keep these objects alive.
        }

        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure.Exception);
        }
    }

    /// <summary>Helps if the queue is open and has a free place.</summary>
    public void Help()
    {
        if (!TryBegin())
        {
            return;
        }

        try
        {
            // Items run in the caller's execution context, so that they see its culture and other ambient data.
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
                // Items before this one have been taken and will finish. No further item starts.
                Interlocked.Exchange(ref _taken, count);
                lock (this)
                {
                    _failure = _failure is { } other && other.Item < item ? other : (item, exception);
                }
            }
        }
    }

    // Helpers write to memory that is pinned only during the call, so an interruption must wait for them too.
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
