using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;

namespace SimdReg.Tests.Widths;

/// <summary>What the runtime offers to a process: how wide a <see cref="Vector{T}"/> is, and what the hardware accelerates.</summary>
internal sealed record Machine
{
    /// <summary>The machine as this process sees it.</summary>
    public static Machine Here { get; } = new()
    {
        VectorBytes = Vector<byte>.Count,
        HasVector = Vector.IsHardwareAccelerated,
        HasVector128 = Vector128.IsHardwareAccelerated,
        HasVector256 = Vector256.IsHardwareAccelerated,
        HasVector512 = Vector512.IsHardwareAccelerated,
        HasSse2 = Sse2.IsSupported,
        HasAvx2 = Avx2.IsSupported,
        HasFma = Fma.IsSupported,
        HasAvx512 = Avx512F.IsSupported,
        HasAdvSimd = AdvSimd.IsSupported,
    };

    public required int VectorBytes { get; init; }

    public bool HasVector { get; init; }

    public bool HasVector128 { get; init; }

    public bool HasVector256 { get; init; }

    public bool HasVector512 { get; init; }

    public bool HasSse2 { get; init; }

    public bool HasAvx2 { get; init; }

    public bool HasFma { get; init; }

    public bool HasAvx512 { get; init; }

    public bool HasAdvSimd { get; init; }

    public static Machine FromJson(string json) => JsonSerializer.Deserialize<Machine>(json)!;

    public string ToJson() => JsonSerializer.Serialize(this);
}
