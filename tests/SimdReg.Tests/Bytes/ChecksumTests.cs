using System.Buffers.Binary;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Bytes;

public class ChecksumTests
{
    [Fact]
    public void The_checksum_covers_every_byte_before_it_at_every_length()
    {
        var random = new Random(1);
        for (var length = 0; length < 40; length++)
        {
            var stored = new byte[length + StoredForm.ChecksumLength];
            random.NextBytes(stored);
            StoredForm.Seal(stored);
            Assert.Equal(ChecksumReference.Of(stored.AsSpan(0, length)), BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(length)));
            StoredForm.RequireSeal(stored, "bytes");
        }
    }
}
