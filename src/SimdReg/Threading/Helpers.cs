using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace SimdReg.Threading;

/// <summary>Threads of the runtime's pool that help with shared work, and spin briefly for more work before they return to the pool.</summary>
/// <remarks>
/// Waking a thread takes longer than a step over 100,000 weights. In a training loop, steps follow each other closely: a helper that spins
/// for some microseconds is ready when the next step begins.
/// </remarks>
internal static class Helpers
{
    /// <summary>The largest number of requests for help in the pool's queue, so that a pool that never answers does not fill memory.</summary>
    private const int MaxWaitingCalls = 1024;

    private static readonly long _patience = Stopwatch.Frequency * Thresholds.HelperPatienceMicroseconds / 1_000_000;

    private static WorkQueue? _open;
    private static int _ready;
    private static int _waitingCalls;

    /// <summary>Requests help: from threads that spin, then from the pool.</summary>
    public static void Call(WorkQueue items)
    {
        // A helper that stops spinning first decrements _ready, then reads _open once more. So it either sees this work or is not counted here.
        Interlocked.Exchange(ref _open, items);
        for (var missing = items.MaxHelpers - Volatile.Read(ref _ready); missing > 0; missing--)
        {
            if (Interlocked.Increment(ref _waitingCalls) > MaxWaitingCalls)
            {
                Interlocked.Decrement(ref _waitingCalls);
                return;
            }

            ThreadPool.UnsafeQueueUserWorkItem(static called => Answer(called), items, preferLocal: true);
        }
    }

    /// <summary>Withdraws the request. Helpers that have begun continue.</summary>
    public static void Dismiss(WorkQueue items) => Interlocked.CompareExchange(ref _open, null, items);

    private static void Answer(WorkQueue called)
    {
        Interlocked.Decrement(ref _waitingCalls);

        // A helper that is too late for this work waits too: it is ready for the next request.
        called.Help();
        for (; TryAwait(called, out var next); called = next)
        {
            next.Help();
        }
    }

    /// <summary>Spins until there is other work or the time is over.</summary>
    private static bool TryAwait(WorkQueue done, [NotNullWhen(true)] out WorkQueue? next)
    {
        var start = Stopwatch.GetTimestamp();
        var mayWait = Interlocked.Increment(ref _ready) < Environment.ProcessorCount;
        do
        {
            next = Volatile.Read(ref _open);
            Thread.SpinWait(1);
        }
        while (mayWait && (next is null || next == done) && Stopwatch.GetTimestamp() - start < _patience);

        Interlocked.Decrement(ref _ready);
        next = Volatile.Read(ref _open);
        return next is not null && next != done;
    }
}
