using System.Numerics;
using System.Runtime.InteropServices;

namespace SimdReg.Mpi.Tests;

/// <summary>The numbers of a <see cref="Trial{T}"/>.</summary>
internal static class Trial
{
    /// <summary>Numbers of magnitudes from a power of two to 1, so that the order of an inexact sum would show. Some are zeros.</summary>
    public static T[] Numbers<T>(Random random, int length, int smallest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(8) == 0 ? T.Zero : T.CreateTruncating((random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(smallest, 2))))];

    /// <summary>The weights of an array, widened if they are stored.</summary>
    public static T[] Numbers<T>(Memory<T> plain, StoredMemory? stored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (stored is null)
        {
            return plain.ToArray();
        }

        var numbers = new T[stored.Length];
        StoredNumbers.Widen(stored.Span, MemoryMarshal.Cast<T, float>(numbers.AsSpan()));
        return numbers;
    }

    /// <summary>Adds gradients one by one, or as partial sums that others have, or those that are not zero.</summary>
    public static void HandIn<T>(ExactGradientSum<T> sum, T[][] gradients, int way)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (way)
        {
            case 0:
                Array.ForEach(gradients, sum.Add);
                break;
            case 1:
                var (even, odd) = (new ExactGradientSum<T>(sum.Length), new ExactGradientSum<T>(sum.Length));
                foreach (var (i, gradient) in gradients.Index())
                {
                    (i % 2 == 0 ? even : odd).Add(gradient);
                }

                sum.Add(odd);
                sum.Add(even);
                break;
            default:
                foreach (var gradient in gradients)
                {
                    int[] places = [.. Enumerable.Range(0, gradient.Length).Where(i => gradient[i] != T.Zero).Reverse()];
                    sum.Add(places, (ReadOnlySpan<T>)[.. places.Select(i => gradient[i])]);
                }

                break;
        }
    }

    public static void CopyStates<T>(IEnumerable<Optimizer<T>> optimizers, T[][][] states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (i, optimizer) in optimizers.Index())
        {
            states[i] = [.. Enumerable.Range(0, optimizer.StateCount).Select(slot =>
            {
                var state = new T[optimizer.WeightCount];
                optimizer.CopyState(slot, state);
                return state;
            })];
        }
    }

    public static void AssertBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : unmanaged
    {
        var left = MemoryMarshal.AsBytes(expected);
        var right = MemoryMarshal.AsBytes(actual);
        var same = left.CommonPrefixLength(right);
        Assert.True(left.Length == right.Length && same == left.Length, $"{expected.Length} and {actual.Length} {what} differ from number {same * expected.Length / Math.Max(1, left.Length)} on.");
    }
}
