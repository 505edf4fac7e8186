using SimdReg.Loops;

namespace SimdReg.Tests.Loops;

public class WordsTests
{
    [Fact]
    public void Every_field_is_copied_whatever_the_size_of_the_struct()
    {
        AssertCopied((byte)200);
        AssertCopied(0.1);
        AssertCopied((0.1, 0.2));
        AssertCopied((0.1, 0.2f));
        AssertCopied((0.1f, 0.2f, 0.3f));
        AssertCopied((0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));
        AssertCopied((0.1, "a reference", 0.3f, true));
        AssertCopied(new Adam(0.1, 0.8, 0.9, 1e-3));
        AssertCopied(new Adam(0.1, 0.8, 0.9, 1e-3).AtStep(3));
    }

    private static void AssertCopied<T>(T source)
        where T : struct
    {
        StructCopy.InWords(in source, out var destination);
        Assert.Equal(source, destination);
    }
}
