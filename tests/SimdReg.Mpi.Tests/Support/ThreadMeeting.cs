using System.Runtime.ExceptionServices;

namespace SimdReg.Mpi.Tests;

/// <summary>What a rank hands over in one call: copies, so that it may go on before the others have taken them.</summary>
internal sealed record Deposit(byte[] Bytes, int[] Counts, int[] Offsets)
{
    public static Deposit Nothing { get; } = new([], [], []);

    public ReadOnlySpan<byte> For(int rank) => Bytes.AsSpan(Offsets[rank], Counts[rank]);
}

/// <summary>Thrown on ranks that wait, when another one has stopped.</summary>
internal sealed class RankStoppedException(string message) : Exception(message);

/// <summary>Where the threads of a job meet. The n-th call of each rank belongs to the n-th call of all others, as in MPI.</summary>
internal sealed class ThreadMeeting(int size, TimeSpan limit)
{
    private readonly object _lock = new();
    private readonly long _end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
    private readonly List<(string Name, Deposit?[] Deposits)> _calls = [];
    private readonly int[] _made = new int[size];
    private readonly bool[] _ended = new bool[size];
    private readonly string?[] _waiting = new string?[size];

    public int Size => size;

    public ExceptionDispatchInfo? Failure { get; private set; }

    public TimeSpan Left => TimeSpan.FromMilliseconds(Math.Max(0, _end - Environment.TickCount64));

    /// <summary>Begins the next call of a rank.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="name">What all ranks must call here: the name of the method, and its root if there is one.</param>
    /// <param name="deposit">What the rank sends.</param>
    /// <returns>The number of the call.</returns>
    public int Begin(int rank, string name, Deposit deposit)
    {
        lock (_lock)
        {
            ThrowIfStopped(rank);
            var call = _made[rank]++;
            if (call == _calls.Count)
            {
                _calls.Add((name, new Deposit?[size]));
            }

            if (_calls[call].Name != name)
            {
                throw Stopped(new InvalidOperationException($"Rank {rank} calls {name} where another rank calls {_calls[call].Name}."));
            }

            _calls[call].Deposits[rank] = deposit;
            Monitor.PulseAll(_lock);
            return call;
        }
    }

    /// <summary>Waits until another rank has begun a call too.</summary>
    /// <returns>What that rank sends.</returns>
    public Deposit Await(int rank, int call, int other)
    {
        lock (_lock)
        {
            _waiting[rank] = $"rank {rank} waits in {_calls[call].Name} for rank {other}";
            while (_calls[call].Deposits[other] is null)
            {
                ThrowIfStopped(rank);
                if (_ended[other])
                {
                    throw Stopped(new InvalidOperationException($"{_waiting[rank]}, which has ended."));
                }

                if (!Monitor.Wait(_lock, Left) && Left == TimeSpan.Zero)
                {
                    throw Stopped(new TimeoutException($"After {limit}: {string.Join("; ", _waiting.Where(text => text is not null))}."));
                }
            }

            _waiting[rank] = null;
            return _calls[call].Deposits[other]!;
        }
    }

    /// <summary>Whether another rank has begun a call.</summary>
    public bool Has(int call, int other)
    {
        lock (_lock)
        {
            return _calls[call].Deposits[other] is not null;
        }
    }

    /// <summary>Notes that a rank has returned.</summary>
    public void End(int rank)
    {
        lock (_lock)
        {
            _ended[rank] = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Stops all ranks. The first exception counts.</summary>
    public void Stop(Exception exception)
    {
        lock (_lock)
        {
            Failure ??= ExceptionDispatchInfo.Capture(exception);
            Monitor.PulseAll(_lock);
        }
    }

    private Exception Stopped(Exception exception)
    {
        Stop(exception);
        return exception;
    }

    private void ThrowIfStopped(int rank)
    {
        if (Failure is not null)
        {
            throw new RankStoppedException($"Another rank than {rank} has stopped: {Failure.SourceException.Message}");
        }
    }
}
