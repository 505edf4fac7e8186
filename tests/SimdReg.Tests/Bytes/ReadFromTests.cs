using SimdReg.Tests.Support;

namespace SimdReg.Tests.Bytes;

/// <summary>Whatever the bytes: they are refused with nothing written, or read as what they say.</summary>
public class ReadFromTests
{
    /// <summary>A longer message would quote the bytes.</summary>
    private const int LongestMessage = 600;

    /// <summary>As much as two exceptions with their messages and stack traces take: more would be the bytes.</summary>
    private const int MostAllocated = 64 * 1024;

    [Fact]
    public void Changed_bytes_are_refused_or_read_as_what_they_say() => AssertSafe(seed: 1, rounds: 250);

    [Fact, Trait("Category", "Long")]
    public void Many_changed_bytes_are_refused_or_read_as_what_they_say() => AssertSafe(seed: 2, rounds: 25_000);

    [Fact]
    public void Valid_bytes_are_read_back_after_anything_else()
    {
        foreach (var storable in Storable.All())
        {
            var bytes = storable.Bytes;
            storable.Use();
            storable.ReadFrom(bytes);
            Assert.Equal(bytes, storable.Bytes);
        }
    }

    private static void AssertSafe(int seed, int rounds)
    {
        var (random, all) = (new Random(seed), Storable.All());
        byte[][] others = [.. all.Select(storable => storable.Bytes), .. all.Select(storable => StoredStates.InVersion1(storable.Bytes, "Adam"))];
        var (read, refused) = (new HashSet<string>(), new HashSet<string>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var storable in all)
            {
                var bytes = Damage.Of(random, storable.Bytes, others[random.Next(others.Length)]);
                if (random.Next(4) > 0)
                {
                    Seals.Renew(bytes);
                }

                (Reads(storable, bytes, $"Seed {seed}, round {round}, {storable.Name}") ? read : refused).Add(storable.Name);
            }
        }

        // Otherwise the changes are too wild, or too tame.
        Assert.All(all, storable => Assert.True(read.Contains(storable.Name) && refused.Contains(storable.Name), storable.Name));
    }

    /// <summary>Whether bytes are read. Leaves the object as it was.</summary>
    private static bool Reads(Storable storable, byte[] bytes, string at)
    {
        var before = storable.Bytes;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            storable.ReadFrom(bytes);
        }
        catch (InvalidDataException refusal)
        {
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(allocated <= MostAllocated, $"{at}: {allocated} bytes allocated.");
            Assert.True(refusal.Message.Length is > 0 and <= LongestMessage, $"{at}: {refusal.Message}");
            Assert.True(before.AsSpan().SequenceEqual(storable.Bytes), $"{at}: written to before it was refused.");
            return false;
        }
        catch (Exception other)
        {
            Assert.Fail($"{at}: {other}");
        }

        var after = storable.Bytes;
        Assert.True(Seals.IsOlder(bytes) || bytes.AsSpan().StartsWith(after), $"{at}: read as something else.");
        storable.ReadFrom(after);
        Assert.True(after.AsSpan().SequenceEqual(storable.Bytes), $"{at}: not read back.");
        storable.Use();
        storable.ReadFrom(before);
        return true;
    }
}
