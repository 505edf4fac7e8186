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
    /// <param name="arguments">A fingerprint of what must be the same on every rank.</param>
    /// <param name="describe">Describes it, for the message.</param>
    /// <param name="check">What this rank may refuse, by an exception; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The ranks disagree, or another rank refuses. What this rank refuses, it throws itself.</exception>
    public static void Require(Communicator ranks, string call, Fingerprint arguments, Func<string> describe, Action? check = null)
    {
        var refusal = Refusal(check);
        var name = new Fingerprint();
        name.Add(call);
        var all = ranks.AllGather<ulong>([name.Value, arguments.Value, refusal is null ? 0UL : 1UL]);
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            if (all[(3 * rank) + 2] != 0)
            {
                var messages = Gather(ranks, refusal?.Message ?? "");
                if (refusal is not null)
                {
                    ExceptionDispatchInfo.Throw(refusal);
                }

                throw new InvalidOperationException($"Rank {rank} refused {call}, so no rank has done anything: {messages[rank]}");
            }
        }

        for (var rank = 1; rank < ranks.Size; rank++)
        {
            if (all[3 * rank] != all[0] || all[(3 * rank) + 1] != all[1])
            {
                var texts = Gather(ranks, $"{call}: {describe()}");
                throw new InvalidOperationException($"The ranks disagree, so no rank has done anything. Rank 0 calls {texts[0]} Rank {rank} calls {texts[rank]}");
            }
        }
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
}
