namespace SimdReg;

/// <summary>The sizes at which loops, sums and threads change their ways, each with what shows its gain: a benchmark or a document.</summary>
internal static class Thresholds
{
    private const int KiB = 1024;
    private const int MiB = 1024 * KiB;

    /// <summary>A step without state fetches ahead from so many bytes of weights on. <c>--sweep</c></summary>
    public const int PrefetchedStepBytes = 1 * MiB;

    /// <summary>A step with state fetches ahead from so many bytes of weights on. <c>AdamStepBenchmarks</c></summary>
    public const int PrefetchedStatefulStepBytes = 256 * KiB;

    /// <summary>A sum fetches ahead from so many bytes on. <c>--sweep</c></summary>
    public const int PrefetchedSumBytes = 64 * KiB;

    /// <summary>A step without state over so many bytes of weights lies beyond the caches, whose size no runtime call reports. <c>--sweep</c></summary>
    public const int FarStepBytes = 8 * MiB;

    /// <summary>A far step walks so many places of the spans in turn. <c>--sweep</c></summary>
    public const int FarStepPlaces = 4;

    /// <summary>A far step takes so many bytes at each place: a page, where prefetchers begin anew. <c>--sweep</c></summary>
    public const int FarStepChunkBytes = 4 * KiB;

    /// <summary>A loop that fetches ahead asks for what lies so many bytes ahead. <c>docs/performance.md</c></summary>
    public const int PrefetchDistanceBytes = 2 * KiB;

    /// <summary>A step over up to so many whole lanes does not align its stores. <c>L2StepBenchmarks</c></summary>
    public const int MostUnalignedLanes = 8;

    /// <summary>The bytes of a cache line: not measured, but those of x86 and most Arm processors.</summary>
    public const int CacheLineBytes = 64;

    /// <summary>A measured step takes so many bytes of weights at a time: its sums read them from the second cache. <c>AdamStepBenchmarks</c></summary>
    public const int MeasuredPartBytes = 32 * KiB;

    /// <summary>Work over fewer elements is not shared. <c>docs/performance.md</c></summary>
    public const int SmallestShared = 1 << 17;

    /// <summary>A thread takes so many elements at a time: enough to make up for asking, few enough to end together. Sums take a block. <c>docs/performance.md</c></summary>
    public const int RangeLength = 1 << 14;

    /// <summary>From so many elements on, ranges are long. <c>--sweep</c></summary>
    public const int SmallestInLongRanges = 1 << 19;

    /// <summary>The length of a long range: a step with state fetches ahead in it. <c>--sweep</c></summary>
    public const int LongRangeLength = 1 << 16;

    /// <summary>A thread that has helped spins so long for the next piece of work before it goes back to the pool. <c>docs/performance.md</c></summary>
    public const int HelperPatienceMicroseconds = 50;

    /// <summary>A block of a sum: each starts with empty totals and streams that prefetchers have yet to find. <c>--sweep</c></summary>
    public const int BlockBytes = 1 * MiB;

    /// <summary>A part of a block that is summed in double. Its length bounds the error of a lane: <c>docs/numerics.md</c>.</summary>
    public const int DoublePartBytes = 256 * KiB;

    /// <summary>Up to so many weights are summed in double without streams. <c>L2SumBenchmarks</c></summary>
    public const int LongestWithoutStreams = 2048;

    /// <summary>Up to so many floats are summed in double, without an anchor. <c>L2SumBenchmarks</c></summary>
    public const int LongestUnanchoredFloats = 2048;

    /// <summary>Up to so many doubles are summed without an anchor. <c>L2SumBenchmarks</c></summary>
    public const int LongestUnanchoredDoubles = 511;

    /// <summary>A lane takes so many floats from an anchor before it is gathered. With more, twice as many sums would have to be computed again in double. <c>L2SumBenchmarks</c></summary>
    public const int AnchoredFloatTerms = 96;

    /// <summary>A lane takes so many doubles from an anchor before it is gathered. <c>L2SumBenchmarks</c></summary>
    public const int AnchoredDoubleTerms = 1024;

    /// <summary>From so many weights on, both sums at once have anchors. <c>BothSumsBenchmarks</c></summary>
    public const int ShortestAnchoredMeasure = 256;

    /// <summary>State of arrays that is larger has memory of its own. <c>AdamParameterSetBenchmarks</c></summary>
    public const int LargestStateSlabBytes = 64 * KiB;
}
