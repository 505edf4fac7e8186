namespace SimdReg.Tests.Storage;

/// <summary>Memory of stored numbers: what converts to it, and that it is the memory itself.</summary>
public class StoredMemoryTests
{
    [Fact]
    public void Arrays_and_memory_convert_with_their_format_and_length()
    {
        AssertIs(NumberFormat.Single, 3, new float[3], new float[3].AsMemory(), StoredMemory.Create<float>(new float[3]));
        AssertIs(NumberFormat.BFloat16, 4, new BFloat16[4], new BFloat16[4].AsMemory(), StoredMemory.Create<BFloat16>(new BFloat16[4]));
        AssertIs(NumberFormat.Half, 5, new Half[5], new Half[5].AsMemory(), StoredMemory.Create<Half>(new Half[5]));
        AssertIs(NumberFormat.Half, 0, (Half[])[], default(Memory<Half>), StoredMemory.Create(default(Memory<Half>)));
    }

    [Fact]
    public void A_null_array_is_no_memory()
    {
        StoredMemory? memory = (BFloat16[]?)null;
        Assert.Null(memory);
        Assert.Throws<ArgumentNullException>(() => new ParameterSet<float>().Add((BFloat16[])null!, new float[1], new Sgd(0.1), default(NumberStorage)));
    }

    [Fact]
    public void What_is_written_to_its_span_is_written_to_the_memory()
    {
        var halves = new Half[5];
        StoredMemory memory = halves.AsMemory(1, 3);
        memory.Span.CopyFrom([1, 2, 3]);
        Assert.Equal([(Half)0, (Half)1, (Half)2, (Half)3, (Half)0], halves);
    }

    [Fact]
    public void Other_types_are_refused_by_name()
    {
        var refusal = Assert.Throws<NotSupportedException>(() => StoredMemory.Create<double>(new double[1]));
        Assert.Contains("Double is not supported: stored numbers are float, BFloat16 or Half", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => StoredMemory.Create<ushort>(new ushort[1].AsMemory()));
        Assert.Throws<NotSupportedException>(() => StoredMemory.Create<int>(new int[1]));
    }

    private static void AssertIs(NumberFormat format, int length, params StoredMemory[] all) =>
        Assert.All(all, memory => Assert.Equal((format, length, format, length), (memory.Format, memory.Length, memory.Span.Format, memory.Span.Length)));
}
