using System.Collections.Concurrent;
using SimdReg.Lanes;

namespace SimdReg.Tests.Support;

/// <summary>Where two threads of one step meet: the first to come waits for another.</summary>
internal sealed class Meeting : IDisposable
{
    private static Meeting? _open;

    private readonly TimeSpan _patience;
    private readonly ManualResetEventSlim _met = new();
    private readonly ConcurrentDictionary<int, bool> _guests = new();
    private int _first;

    private Meeting(TimeSpan patience) => _patience = patience;

    public bool TookPlace => _met.IsSet;

    /// <summary>The threads that came.</summary>
    public IEnumerable<int> Guests => _guests.Keys;

    public static Meeting Open(TimeSpan patience) => _open = new(patience);

    public void Dispose()
    {
        _open = null;
        _met.Dispose();
    }

    private void Come()
    {
        var me = Environment.CurrentManagedThreadId;
        _guests.TryAdd(me, true);
        var first = Interlocked.CompareExchange(ref _first, me, 0);
        if (first == 0)
        {
            _met.Wait(_patience);
        }
        else if (first != me)
        {
            _met.Set();
        }
    }

    /// <summary>A penalty without effect, whose formula comes to the meeting.</summary>
    public readonly struct Place : IPenalty
    {
        public bool IsZero => false;

        public L Value<L>(L weights)
            where L : struct, ILanes<L>
        {
            _open!.Come();
            return L.Zero;
        }

        public L AddGradient<L>(L weights, L gradients)
            where L : struct, ILanes<L>
        {
            _open!.Come();
            return gradients;
        }

        public L ProximalStep<L>(L points, L rate)
            where L : struct, ILanes<L> => points;
    }

    /// <summary>A rule without effect, whose formula comes to the meeting.</summary>
    public readonly struct Guest : IUpdateRule<Guest>
    {
        public static int StateCount => 0;

        public double LearningRate => 0;

        public Guest WithLearningRate(double learningRate) => this;

        public StepConstants AtStep(long stepNumber) => new(LearningRate);

        public L Update<L>(L weights, L gradients, in StepConstants constants, ref StateLanes<L> state)
            where L : struct, ILanes<L>
        {
            _open!.Come();
            return weights;
        }
    }
}
