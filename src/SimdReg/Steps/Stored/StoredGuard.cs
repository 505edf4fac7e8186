using System.Runtime.CompilerServices;

namespace SimdReg.Steps;

/// <summary>Rejects stored spans that do not fit a step.</summary>
internal static class StoredGuard
{
    /// <summary>Requires spans of the right length that are the same or do not overlap.</summary>
    public static void Require(StoredSpan weights, ReadOnlyStoredSpan gradients, int weightCount)
    {
        if (weights.Length != weightCount)
        {
            Refuse.WeightCount(nameof(weights), weights.Length, weightCount);
        }

        RequirePair(weights, gradients);
    }

    /// <summary>Requires spans of equal length that are the same or do not overlap.</summary>
    public static void RequirePair(ReadOnlyStoredSpan weights, ReadOnlyStoredSpan gradients)
    {
        if (gradients.Length != weights.Length)
        {
            Refuse.Lengths(nameof(weights), weights.Length, nameof(gradients), gradients.Length);
        }

        if (weights.Bytes.Overlaps(gradients.Bytes) && !AreSame(weights, gradients))
        {
            Refuse.Overlap(nameof(weights), nameof(gradients));
        }
    }

    /// <summary>Whether the gradients are the weights.</summary>
    public static bool AreSame(ReadOnlyStoredSpan weights, ReadOnlyStoredSpan gradients) =>
        Unsafe.AreSame(in weights.First, in gradients.First) && weights.Format == gradients.Format;
}
