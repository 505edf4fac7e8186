namespace SimdReg.Tests.Support;

/// <summary>Exact sums from bytes.</summary>
internal static class StoredSums
{
    public static ExactWeightSums Read(ReadOnlySpan<byte> bytes)
    {
        var sums = new ExactWeightSums();
        sums.ReadFrom(bytes);
        return sums;
    }
}
