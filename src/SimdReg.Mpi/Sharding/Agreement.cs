using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;

namespace SimdReg.Mpi;

/// <summary>Before a call that changes anything: makes sure that every rank makes the same call with the same arguments and that none refuses. Otherwise it throws on all.</summary>
internal static class Agreement
{
    /// <summary>Requires agreement.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="call">The name of the call.</param>
    /// <param name="arguments">What must be the same on every rank, as lines of text in the current culture, which is the invariant one here. Enumerated only where there are several ranks.</param>
    /// <param name="check">What this rank may refuse, by an exception; null for nothing.</param>
    /// <param name="outcome">What a refusal means, as a part of a sentence.</param>
    /// <exception cref="InvalidOperationException">The ranks disagree, or another rank refuses. What this rank refuses, it throws itself.</exception>
    public static void Require(Communicator ranks, string call, IEnumerable<string> arguments, Action? check = null, string outcome = "no rank has done anything")
    {
        if (ranks.Size == 1)
        {
            check?.Invoke();
            return;
        }

        var (text, refusal) = (call, default(Exception));
        try
        {
            text = Text(call, arguments);
            check?.Invoke();
        }
#pragma warning disable CA1031 // Whatever this rank throws, the others have to learn of it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            refusal = error;
        }

        var all = ranks.AllGather<ulong>([Fingerprint.Of(text), refusal is null ? 0UL : 1UL]);
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            if (all[(2 * rank) + 1] != 0)
            {
                var message = Gather(ranks, $"{call}, so {outcome}: {refusal?.Message}")[rank];
                if (refusal is not null)
                {
                    ExceptionDispatchInfo.Throw(refusal);
                }

                throw new InvalidOperationException($"Rank {rank} refused {message}");
            }
        }

        for (var rank = 1; rank < ranks.Size; rank++)
        {
            if (all[2 * rank] != all[0])
            {
                var texts = Gather(ranks, text);
                throw new InvalidOperationException($"The ranks disagree, so no rank has done anything. {Difference(texts[0].Split('\n'), texts[rank].Split('\n'), rank)}");
            }
        }
    }

    /// <summary>The texts of all ranks.</summary>
    public static string[] Gather(Communicator ranks, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var lengths = ranks.AllGather<int>([bytes.Length]);
        var longest = lengths.Max();
        Array.Resize(ref bytes, longest);
        var all = ranks.AllGather<byte>(bytes);
        return [.. lengths.Select((length, rank) => Encoding.UTF8.GetString(all, rank * longest, length))];
    }

    private static string Text(string call, IEnumerable<string> arguments)
    {
        // A record writes its numbers in the culture of the thread, which may be another one on each rank.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return string.Join('\n', arguments.Prepend(call));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>The first line that differs. The first of all is the name of the call.</summary>
    private static string Difference(string[] first, string[] other, int rank)
    {
        var line = first.AsSpan().CommonPrefixLength(other);
        return line == 0
            ? $"Rank 0 calls {first[0]}, rank {rank} calls {other[0]}."
            : $"In {first[0]}, rank 0 has {Line(first)}; rank {rank} has {Line(other)}.";

        string Line(string[] lines) => line < lines.Length ? lines[line] : "nothing more";
    }
}
