using System.Numerics;
using System.Runtime.InteropServices;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

public class DisjointArraysSinglePropertyTests : DisjointArraysProperties<float>;

public class DisjointArraysDoublePropertyTests : DisjointArraysProperties<double>;

/// <summary>A set refuses exactly the arrays that overlap another, wherever they lie.</summary>
public abstract class DisjointArraysProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(60, 25, 400)]
    [InlineData(1_000, 12, 1_500)]
    [InlineData(15_000, 9, 3_000)]
    public void An_array_is_refused_if_and_only_if_a_comparison_with_every_other_finds_an_overlap(int ownerLength, int longest, int tries)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            using var owners = new Owners(ownerLength);
            var set = new ParameterSet<T>();
            var taken = new List<Place>();
            for (var i = 0; i < tries; i++)
            {
                var length = random.Next(longest);
                var (weights, gradients) = (owners.Choose(random, length), owners.Choose(random, length));
                AssertAdded(set, taken, weights, gradients, $"seed {seed}, try {i}: {weights}, {gradients}");
                CollectNowAndThen(i, tries);
            }

            Assert.Equal(taken.Count, 2 * set.Arrays.Count);
            Assert.InRange(set.Arrays.Count, tries / 20, tries - 1);
        }
    }

    [Fact]
    public void Every_array_is_found_again_after_collections_have_moved_it()
    {
        var random = new Random(7);
        var set = new ParameterSet<T>();
        var between = new T[3_000][];
        for (var i = 0; i < between.Length; i++)
        {
            var length = random.Next(1, 20);
            set.Add(new T[length], new T[length], new Sgd(0.1));
            between[random.Next(between.Length)] = new T[length];
            CollectNowAndThen(i, between.Length);
        }

        for (var i = 0; i < set.Arrays.Count; i++)
        {
            var (weights, gradients) = (set.Arrays[i].Weights, set.Arrays[i].Gradients);
            Assert.Contains($"of array {i}:", Assert.Throws<ArgumentException>(() => set.Add(weights, new T[weights.Length], new Sgd(0.1))).Message, StringComparison.Ordinal);
            Assert.Contains($"of array {i}:", Assert.Throws<ArgumentException>(() => set.Add(new T[weights.Length], gradients, new Sgd(0.1))).Message, StringComparison.Ordinal);
        }
    }

    private static void AssertAdded(ParameterSet<T> set, List<Place> taken, Place weights, Place gradients, string at)
    {
        var refused = weights.Overlaps(gradients) ? ("gradients", -1)
            : taken.FindIndex(weights.Overlaps) is >= 0 and var first ? ("weights", first / 2)
            : taken.FindIndex(gradients.Overlaps) is >= 0 and var second ? ("gradients", second / 2)
            : default((string Name, int Array)?);
        var count = set.Arrays.Count;
        if (refused is not var (name, array))
        {
            set.Add(weights.Memory, gradients.Memory, new Sgd(0.1));
            taken.AddRange([weights, gradients]);
            return;
        }

        var error = Assert.Throws<ArgumentException>(() => set.Add(weights.Memory, gradients.Memory, new Sgd(0.1)));
        Assert.True(error.ParamName == name, at);
        Assert.Contains(array < 0 ? "overlaps weights" : $"of array {array}:", error.Message, StringComparison.Ordinal);
        Assert.Equal(count, set.Arrays.Count);
    }

    /// <summary>Collects a few times, because it slows down the tests that run beside this one.</summary>
    private static void CollectNowAndThen(int i, int tries)
    {
        var every = tries / 6;
        if (i % every == every - 1)
        {
            GC.Collect(i / every % 2 * GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        }
    }

    /// <summary>Some elements of an owner.</summary>
    private sealed record Place(string Owner, int Start, int Length, Memory<T> Memory)
    {
        public bool Overlaps(Place other) =>
            Owner == other.Owner && Start < other.Start + other.Length && other.Start < Start + Length && Length > 0 && other.Length > 0;

        public override string ToString() => $"{Owner}[{Start}..{Start + Length}]";
    }

    /// <summary>What slices are cut from: arrays, arrays seen through a manager, and native memory.</summary>
    private sealed unsafe class Owners : IDisposable
    {
        private readonly T* _native;
        private readonly (string Name, Memory<T> Memory)[] _all;
        private readonly int _length;

        public Owners(int length)
        {
            _length = length;
            _native = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));
            T[] array = new T[length], seen = new T[length], onlySeen = new T[length];
            _all =
            [
                ("array", array),
                ("seen array", seen),
                ("seen array", Seen(seen).Memory),
                ("array only seen", Seen(onlySeen).Memory),
                ("native memory", new SpanMemory<T>(length, () => new(_native, length)).Memory),
            ];
        }

        public void Dispose() => NativeMemory.Free(_native);

        public Place Choose(Random random, int length)
        {
            var (name, memory) = _all[random.Next(_all.Length)];
            var start = random.Next(_length - length + 1);
            return new(name, start, length, memory.Slice(start, length));
        }

        private static SpanMemory<T> Seen(T[] array) => new(array.Length, () => array);
    }
}
