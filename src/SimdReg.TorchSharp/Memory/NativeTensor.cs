using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SimdReg.Torch.Memory;

/// <summary>Questions to a native tensor, by its handle.</summary>
/// <remarks>
/// The properties of <see cref="Tensor"/> answer them too, but each gradient would be a new object, and each span is limited to 2 GiB. A step asks
/// them of every parameter, and a small array takes less time to step than one such object to make. So the functions of TorchSharp's native library are
/// called directly.
/// </remarks>
internal static unsafe class NativeTensor
{
    private static readonly nint _library = NativeLibrary.Load("LibTorchSharp", typeof(Tensor).Assembly, null);

    private static readonly delegate* unmanaged<nint, nint> _gradient = (delegate* unmanaged<nint, nint>)Export("THSTensor_grad");
    private static readonly delegate* unmanaged<nint, void> _dispose = (delegate* unmanaged<nint, void>)Export("THSTensor_dispose");

    // These return at once: no garbage collection waits for them.
    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, nint> _data =
        (delegate* unmanaged[SuppressGCTransition]<nint, nint>)Export("THSTensor_data");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, long> _count =
        (delegate* unmanaged[SuppressGCTransition]<nint, long>)Export("THSTensor_numel");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, sbyte> _type =
        (delegate* unmanaged[SuppressGCTransition]<nint, sbyte>)Export("THSTensor_type");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, int> _device =
        (delegate* unmanaged[SuppressGCTransition]<nint, int>)Export("THSTensor_device_type");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte> _isSparse =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte>)Export("THSTensor_is_sparse");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte> _isContiguous =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte>)Export("THSTensor_is_contiguous");

    /// <summary>What identifies a tensor: two handles of one tensor differ, but point to the same object.</summary>
    public static nint Identity(nint handle) => *(nint*)handle;

    /// <summary>A new handle of the gradient, to be released, or 0.</summary>
    public static nint Gradient(nint handle) => _gradient(handle);

    public static void Release(nint handle) => _dispose(handle);

    public static nint Data(nint handle) => _data(handle);

    public static long Count(nint handle) => _count(handle);

    /// <summary>Whether a tensor is dense and contiguous on the CPU, with elements of a type.</summary>
    public static bool IsPlain(nint handle, ScalarType type) =>
        _device(handle) == (int)DeviceType.CPU && _isSparse(handle) == 0 && _type(handle) == (sbyte)type && _isContiguous(handle) != 0;

    /// <summary>Whether SimdReg steps elements of a type.</summary>
    public static bool IsStepped(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16;

    /// <summary>The reason why <see cref="IsPlain"/> or <see cref="IsStepped"/> is false, and what to do.</summary>
    /// <param name="handle">The tensor.</param>
    /// <param name="type">The type of its elements when it was added; null if it is being added.</param>
    public static string WhyNotPlain(nint handle, ScalarType? type = null) =>
        _device(handle) != (int)DeviceType.CPU ? $"is on {(DeviceType)_device(handle)}: SimdReg steps tensors on the CPU. Move it there with cpu(), or use TorchSharp's optimizer for it."
        : _isSparse(handle) != 0 ? "is sparse: SimdReg steps dense tensors. Make it dense with to_dense(), or an embedding with sparse: false."
        : type is not null && _type(handle) != (sbyte)type ? $"has elements of {(ScalarType)_type(handle)}: they must be {type}, as those of the parameter were when it was added."
        : !IsStepped((ScalarType)_type(handle)) ? $"has elements of {(ScalarType)_type(handle)}: SimdReg steps Float32, Float64, BFloat16 and Float16. Convert it with to(torch.float32)."
        : "is not contiguous: SimdReg steps contiguous tensors. Replace it by its contiguous().";

    private static nint Export(string name) => NativeLibrary.TryGetExport(_library, name, out var function)
        ? function
        : throw new PlatformNotSupportedException(
            $"LibTorchSharp of TorchSharp {typeof(Tensor).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version} has no {name}: SimdReg.TorchSharp is built for TorchSharp 0.107.");
}
