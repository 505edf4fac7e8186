using SimdReg.Lanes;
using SimdReg.Sums;
using SimdReg.Tests.Support;
using SimdReg.Tests.Widths;
using SimdReg.Threading;

namespace SimdReg.Tests.Threading;

/// <summary>Which calls are shared, from which length on, and what becomes of an exception.</summary>
public class SharingTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Every kind of call, over so many weights, on so many threads.</summary>
    private static readonly Dictionary<string, Action<int, int>> _calls = new()
    {
        ["Step"] = (length, threads) => Step(length, threads, default),
        ["Step, scaled"] = (length, threads) => Step(length, threads, new() { GradientScale = 0.5 }),
        ["Step, zeros kept"] = (length, threads) => Step(length, threads, new() { KeepZeros = true }),
        ["Step, scaled, zeros kept"] = (length, threads) => Step(length, threads, new() { GradientScale = 0.5, KeepZeros = true }),
        ["Step without a penalty"] = (length, threads) =>
            default(Meeting.Guest).Step(new float[length], new float[length], new StepOptions { MaxDegreeOfParallelism = threads }),
        ["MeasuredStep"] = (length, threads) =>
            new Sgd(0.1).MeasuredStep(new float[length], new float[length], default(Meeting.Place), new StepOptions { MaxDegreeOfParallelism = threads }),
        ["TryStep"] = (length, threads) =>
            new Sgd(0.1).TryStep(new float[length], new float[length], default(Meeting.Place), new StepOptions { MaxDegreeOfParallelism = threads }),
        ["AddGradient"] = (length, threads) => Penalty.AddGradient(new float[length], new float[length], default(Meeting.Place), threads),
        // A thread takes a block of a sum at a time.
        ["Of"] = (length, threads) => Penalty.Sum<float, Meeting.Place>(new float[Math.Max(length, 2 * Blocks<float>.Length)], default, threads),
    };

    public static TheoryData<string> Calls => [.. _calls.Keys];

    [Fact]
    public void Two_threads_take_part_where_the_context_of_the_caller_does_not_flow()
    {
        using var meeting = Meeting.Open(_patience);
        using (ExecutionContext.SuppressFlow())
        {
            _calls["Step"](Thresholds.SmallestShared, 2);
        }

        Assert.True(meeting.TookPlace);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Two_threads_take_part_if_two_may(string call)
    {
        using var meeting = Meeting.Open(_patience);
        _calls[call](Thresholds.SmallestShared, 2);
        Assert.True(meeting.TookPlace);
    }

    [Theory]
    [InlineData(Thresholds.SmallestShared, 1)]
    [InlineData(Thresholds.SmallestShared - 1, 2)]
    public void One_thread_does_it_alone_if_only_one_may_or_the_work_is_little(int length, int threads)
    {
        // Nobody waits for another: the first may be through before a second would begin. So every thread leaves its name.
        using var meeting = Meeting.Open(TimeSpan.Zero);
        _calls["Step"](length, threads);
        Assert.Equal([Environment.CurrentManagedThreadId], meeting.Guests);
    }

    [Fact]
    public void What_a_formula_throws_is_thrown_as_it_is()
    {
        foreach (var threads in (int[])[1, 2])
        {
            var exception = Assert.Throws<NotSupportedException>(() => new Sgd(0.1).Step(
                new float[Thresholds.SmallestShared], new float[Thresholds.SmallestShared], default(Unsupported), new StepOptions { MaxDegreeOfParallelism = threads }));
            Assert.Equal(Unsupported.Message, exception.Message);
        }
    }

    [Fact]
    public void Calls_return_while_no_thread_of_the_pool_comes_free()
    {
        var child = ChildProcess.Run(["starved pool"]);
        Assert.True(child.ExitCode == 0, $"It ended with {child.ExitCode}: {child.Errors}");
        Assert.Equal(StarvedPool.Names, child.Lines);
    }

    [Fact]
    public void Every_item_is_done_once_whatever_the_number_of_threads()
    {
        foreach (var threads in (int[])[1, 2, 3, 64])
        {
            var done = new int[1000];
            ParallelRanges.ForEach(done.Length, threads, i => Interlocked.Increment(ref done[i]));
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void An_exception_is_the_same_object_as_on_one_thread_whatever_it_holds()
    {
        Exception[] exceptions = [new AggregateException(), new AggregateException(new InvalidOperationException(), new FormatException()), new FormatException()];
        foreach (var exception in exceptions)
        {
            foreach (var threads in (int[])[1, 2, 64])
            {
                Assert.Same(exception, Assert.Throws(exception.GetType(), () => ParallelRanges.ForEach(100, threads, i => _ = i < 40 ? i : throw exception)));
            }
        }
    }

    [Fact]
    public void Of_several_exceptions_the_first_in_order_is_thrown_and_nothing_runs_when_the_call_returns()
    {
        for (var run = 0; run < 100; run++)
        {
            var running = 0;
            var thrown = Assert.Throws<InvalidOperationException>(() => ParallelRanges.ForEach(64, 8, i =>
            {
                Interlocked.Increment(ref running);
                Thread.SpinWait(i % 7 * 50);
                Interlocked.Decrement(ref running);
                if (i % 5 == 3)
                {
                    throw new InvalidOperationException($"{i}");
                }
            }));
            Assert.Equal("3", thrown.Message);
            Assert.Equal(0, Volatile.Read(ref running));
        }
    }

    [Fact]
    public void A_call_that_is_interrupted_waits_for_its_helpers_and_is_interrupted_after_it()
    {
        using var begun = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var (isRunning, wasRunning, isInterrupted) = (false, true, false);
        var caller = new Thread(() =>
        {
            ParallelRanges.ForEach(2, 2, i =>
            {
                if (Thread.CurrentThread.IsThreadPoolThread)
                {
                    Volatile.Write(ref isRunning, true);
                    begun.Set();
                    release.Wait(_patience);
                    Volatile.Write(ref isRunning, false);
                }
                else
                {
                    begun.Wait(_patience);
                }
            });
            wasRunning = Volatile.Read(ref isRunning);
            try
            {
                Thread.Sleep(_patience);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        });
        caller.Start();
        Assert.True(begun.Wait(_patience));
        Thread.Sleep(100); // Until the caller has done its item too.
        Assert.True(SpinWait.SpinUntil(() => caller.ThreadState.HasFlag(ThreadState.WaitSleepJoin), _patience));
        caller.Interrupt();
        Thread.Sleep(100);
        release.Set();
        Assert.True(caller.Join(_patience));
        Assert.False(wasRunning);
        Assert.True(isInterrupted);
    }

    private static void Step(int length, int threads, StepOptions options) => new Sgd(0.1).Step(
        new float[length], new float[length], default(Meeting.Place), options with { MaxDegreeOfParallelism = threads });

    private readonly struct Unsupported : IPenalty
    {
        public const string Message = "There is no gradient.";

        public bool IsZero => false;

        public L Value<L>(L weights)
            where L : struct, ILanes<L> => L.Zero;

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L> => throw new NotSupportedException(Message);

        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => points;
    }
}
