namespace SimdReg.Tests.Support;

/// <summary>What a call leaves for the garbage collector.</summary>
internal static class Allocation
{
    private const int Tries = 10;

    /// <summary>Requires a call to allocate nothing once it has run before.</summary>
    /// <remarks>
    /// Once without is enough: what a call allocates it allocates every time. The count of a thread may be too high, where a
    /// collection that another thread causes ends the buffer from which this one allocates: the rest of it, up to 8 KiB, is then
    /// counted as if it had been used.
    /// </remarks>
    public static void AssertNone(string name, Action call)
    {
        call();
        var allocated = 0L;
        for (var i = 0; i < Tries; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated == 0)
            {
                return;
            }
        }

        Assert.Fail($"{name} allocated {allocated} bytes.");
    }
}
