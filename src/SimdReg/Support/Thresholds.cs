namespace SimdReg;

/// <summary>The sizes at which loops, sums and threads change their method, each with the benchmark or document that shows the gain.</summary>
internal static class Thresholds
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    /// <summary>From this number of bytes of weights on, a step without state prefetches. <c>--sweep</c></summary>
    public const int PrefetchedStepBytes = 1 * MiB;

    /// <summary>From this number of bytes of weights on, a step with state prefetches. <c>AdamStepBenchmarks</c></summary>
    public const int PrefetchedStatefulStepBytes = 256 * KiB;

    /// <summary>From this number of bytes on, a sum prefetches. <c>--sweep</c></summary>
    public const int PrefetchedSumBytes = 64 * KiB;

    /// <summary>From this number of bytes of weights on, a step without state exceeds the caches, whose size no runtime call reports. <c>--sweep</c></summary>
    public const int FarStepBytes = 8 * MiB;

    /// <summary>The number of places that such a far step processes in turn. <c>--sweep</c></summary>
    public const int FarStepPlaces = 4;

    /// <summary>The number of bytes of a far step at each place: a page, where hardware prefetchers restart. <c>--sweep</c></summary>
    public const int FarStepChunkBytes = 4 * KiB;

    /// <summary>The prefetch distance in bytes. <c>docs/performance.md</c></summary>
    public const int PrefetchDistanceBytes = 2 * KiB;

    /// <summary>The largest number of whole lanes for which a step does not align its stores. <c>L2StepBenchmarks</c></summary>
    public const int MostUnalignedLanes = 8;

    /// <summary>The bytes of a cache line: not measured, but the size on x86 and most Arm processors.</summary>
    public const int CacheLineBytes = 64;

    /// <summary>The number of bytes of weights in a part of a measured step, whose sums read them from the second-level cache. <c>AdamStepBenchmarks</c></summary>
    public const int MeasuredPartBytes = 32 * KiB;

    /// <summary>The number of bytes of weights in a part of a step with a penalty that has structure: the part stays in the first-level cache. <c>GroupLassoStepBenchmarks</c></summary>
    public const int StructuredPartBytes = 16 * KiB;

    /// <summary>The smallest number of elements that threads share. <c>docs/performance.md</c></summary>
    public const int SmallestShared = 1 << 17;

    /// <summary>The number of elements of a range: enough to outweigh taking it, few enough for threads to finish together. Sums take a block. <c>docs/performance.md</c></summary>
    public const int RangeLength = 1 << 14;

    /// <summary>From this number of elements on, ranges are long. <c>--sweep</c></summary>
    public const int SmallestInLongRanges = 1 << 19;

    /// <summary>The length of a long range, in which a step with state prefetches. <c>--sweep</c></summary>
    public const int LongRangeLength = 1 << 16;

    /// <summary>How long a helper spins for more work before it returns to the pool, in microseconds. <c>docs/performance.md</c></summary>
    public const int HelperPatienceMicroseconds = 50;

    /// <summary>The bytes of a block of a sum. Each block starts with empty totals, and its streams need time to be detected by hardware prefetchers. <c>--sweep</c></summary>
    public const int BlockBytes = 1 * MiB;

    /// <summary>The bytes of a part of a block that is summed in double. It bounds the error of a lane: <c>docs/numerics.md</c>.</summary>
    public const int DoublePartBytes = 256 * KiB;

    /// <summary>The largest number of weights that are summed in double without streams. <c>L2SumBenchmarks</c></summary>
    public const int LongestWithoutStreams = 2048;

    /// <summary>The largest number of floats that are summed without an anchor. <c>L2SumBenchmarks</c></summary>
    public const int LongestUnanchoredFloats = 2048;

    /// <summary>The largest number of doubles that are summed without an anchor. <c>L2SumBenchmarks</c></summary>
    public const int LongestUnanchoredDoubles = 511;

    /// <summary>The number of floats that a lane takes from an anchor before it is gathered. With more, more sums would have to be computed again in double. <c>L2SumBenchmarks</c></summary>
    public const int AnchoredFloatTerms = 96;

    /// <summary>The number of doubles that a lane takes from an anchor before it is gathered. <c>L2SumBenchmarks</c></summary>
    public const int AnchoredDoubleTerms = 1024;

    /// <summary>The smallest number of weights for which both sums together use anchors. <c>BothSumsBenchmarks</c></summary>
    public const int ShortestAnchoredMeasure = 256;

    /// <summary>The largest number of bytes of memory that the states of several arrays share. <c>AdamParameterSetBenchmarks</c></summary>
    public const int LargestStateSlabBytes = 64 * KiB;

    /// <summary>The number of weights of the sample that a threshold is first estimated from. <c>docs/projections.md</c></summary>
    public const int ThresholdSampleLength = 1 << 12;

    /// <summary>The smallest number of weights whose threshold is estimated from a sample. <c>docs/projections.md</c></summary>
    public const int ShortestSampledThreshold = 1 << 14;

    /// <summary>The largest block of N:M sparsity in which each weight is compared with each other. <c>docs/projections.md</c></summary>
    public const int LongestRankedBlock = 32;
}
