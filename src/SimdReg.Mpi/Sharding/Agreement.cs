using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;

namespace SimdReg.Mpi;

/// <summary>Before a call that changes anything: makes sure that every rank makes the same call with the same arguments and that none refuses. Otherwise it throws on all.</summary>
internal static class Agreement
{
    private const int LongestText = 1024;

    /// <summary>Requires agreement.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="call">The name of the call.</param>
    /// <param name="arguments">Fingerprints of what must be the same on every rank: as many on each.</param>
    /// <param name="describe">Describes an argument, for the message.</param>
    /// <param name="check">What this rank may refuse, by an exception; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The ranks disagree, or another rank refuses. What this rank refuses, it throws itself.</exception>
    public static void Require(Communicator ranks, string call, ReadOnlySpan<ulong> arguments, Func<int, string> describe, Action? check = null)
    {
        var refusal = Refusal(check);
        var own = new Header(Fingerprint.Of(call), Fingerprint.Of(arguments), refusal is null ? 0 : 1);
        var all = ranks.AllGather<Header>([own]);
        if (Array.FindIndex(all, header => header.Refuses != 0) is >= 0 and var refusing)
        {
            var messages = Gather(ranks, refusal?.Message ?? "");
            if (refusal is not null)
            {
                ExceptionDispatchInfo.Throw(refusal);
            }

            throw new InvalidOperationException($"Rank {refusing} refused {call}, so no rank has done anything: {messages[refusing]}");
        }

        // Every rank takes the same way here, because it has the same headers.
        if (Array.FindIndex(all, header => header.Call != all[0].Call) is >= 0 and var calling)
        {
            throw Disagreement(calling, Gather(ranks, $"calls {call}"));
        }

        if (Array.Exists(all, header => header.Arguments != all[0].Arguments))
        {
            var gathered = ranks.AllGather(arguments);
            var (argument, rank) = FirstDifference(gathered, arguments.Length);
            throw Disagreement(rank, Gather(ranks, $"calls {call} with {describe(argument)}"));
        }
    }

    private static InvalidOperationException Disagreement(int rank, string[] texts) =>
        new($"The ranks disagree, so no rank has done anything. Rank 0 {texts[0]}. Rank {rank} {texts[rank]}.");

    private static (int Argument, int Rank) FirstDifference(ReadOnlySpan<ulong> gathered, int count)
    {
        for (var i = 0; i < gathered.Length; i++)
        {
            var (argument, rank) = (i / (gathered.Length / count), i % (gathered.Length / count));
            if (gathered[(rank * count) + argument] != gathered[argument])
            {
                return (argument, rank);
            }
        }

        throw new UnreachableException();
    }

    private static Exception? Refusal(Action? check)
    {
        try
        {
            check?.Invoke();
            return null;
        }
#pragma warning disable CA1031 // Whatever this rank throws, the others have to learn of it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    /// <summary>The texts of all ranks, cut to about 340 characters.</summary>
    public static string[] Gather(Communicator ranks, string text)
    {
        Span<byte> bytes = stackalloc byte[LongestText];
        bytes.Clear();
        Encoding.UTF8.TryGetBytes(text.AsSpan(0, Math.Min(text.Length, LongestText / 3)), bytes, out _);
        var all = ranks.AllGather<byte>(bytes);
        return [.. Enumerable.Range(0, ranks.Size).Select(rank => Encoding.UTF8.GetString(all.AsSpan(rank * LongestText, LongestText)).TrimEnd('\0'))];
    }

    private readonly record struct Header(ulong Call, ulong Arguments, long Refuses);
}
