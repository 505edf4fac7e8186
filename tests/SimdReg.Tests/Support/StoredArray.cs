using System.Runtime.InteropServices;
using SimdReg.Tests.Reference;

namespace SimdReg.Tests.Support;

/// <summary>Numbers stored as float, BFloat16 or Half, at any distance from the start of an array, between sentinels.</summary>
internal sealed class StoredArray
{
    private const byte Sentinel = 0xA5;

    /// <summary>Two of the widest vectors of floats.</summary>
    private const int Margin = 128;

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _size;

    /// <summary>Stores numbers, rounded to nearest.</summary>
    public StoredArray(NumberFormat format, ReadOnlySpan<float> numbers, int offset = 0)
    {
        Format = format;
        _size = format == NumberFormat.Single ? sizeof(float) : sizeof(ushort);
        _start = Margin + (offset * _size);
        Length = numbers.Length;
        _bytes = new byte[_start + (Length * _size) + Margin];
        _bytes.AsSpan().Fill(Sentinel);
        Set(numbers);
    }

    /// <summary>Copies another array.</summary>
    public StoredArray(StoredArray other) => (_bytes, _start, _size, Format, Length) = (other.Bytes, other._start, other._size, other.Format, other.Length);

    public NumberFormat Format { get; }

    public int Length { get; }

    public StoredSpan Span => new(ref _bytes[_start], Length, Format);

    /// <summary>The numbers, widened.</summary>
    public float[] Numbers
    {
        get
        {
            var numbers = new float[Length];
            for (var i = 0; i < Length; i++)
            {
                var place = Place(i);
                numbers[i] = Format switch
                {
                    NumberFormat.Single => MemoryMarshal.Read<float>(place),
                    NumberFormat.BFloat16 => BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Read<ushort>(place) << 16),
                    _ => (float)MemoryMarshal.Read<Half>(place),
                };
            }

            return numbers;
        }
    }

    /// <summary>All bytes, with the sentinels.</summary>
    public byte[] Bytes => [.. _bytes];

    /// <summary>Stores other numbers, rounded to nearest.</summary>
    public void Set(ReadOnlySpan<float> numbers)
    {
        for (var i = 0; i < Length; i++)
        {
            var place = Place(i);
            var number = RoundingReference.Round(numbers[i], Format);
            switch (Format)
            {
                case NumberFormat.Single:
                    MemoryMarshal.Write(place, number);
                    break;
                case NumberFormat.BFloat16:
                    // A NaN whose upper half is that of infinity stays NaN.
                    var bits = float.IsNaN(number) ? float.NaN : number;
                    MemoryMarshal.Write(place, (ushort)(BitConverter.SingleToUInt32Bits(bits) >> 16));
                    break;
                default:
                    MemoryMarshal.Write(place, (Half)number);
                    break;
            }
        }
    }

    public void AssertSentinels(in Case at)
    {
        if (_bytes.AsSpan(0, _start).ContainsAnyExcept(Sentinel) || _bytes.AsSpan(_start + (Length * _size)).ContainsAnyExcept(Sentinel))
        {
            Assert.Fail($"{at}: wrote outside the span.");
        }
    }

    private Span<byte> Place(int i) => _bytes.AsSpan(_start + (i * _size), _size);
}
