#:project ../../src/SimdReg
#:package System.Numerics.Tensors
#:property InvariantGlobalization=true
#:property PublishAot=false
#:property AllowUnsafeBlocks=true

// The code of docs/training-loop.md that needs no other library: a test compares the two.

using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using SimdReg;

PlainArrays();
Tensors();
Matrices();
Native();
Pooled();
Sums();

static void PlainArrays()
{
    float[] weights = [.. Enumerable.Repeat(0.5f, 100)], gradients = new float[100];
    var adam = new Adam(learningRate: 0.001);
    var state = adam.CreateState(weights);
    for (var step = 0; step < 10; step++)
    {
        ComputeGradients(weights, gradients);                             // yours
        adam.Step(weights, gradients, new L1(0.001).Proximal(), state);   // exact zeros
    }

    Console.WriteLine($"Arrays: {state.StepCount} steps.");
}

static void Tensors()
{
    var weights = Tensor.Create((float[])[.. Enumerable.Repeat(0.5f, 12)], [3, 4]);
    var gradients = Tensor.Create(new float[12], [3, 4]);
    var rule = new Sgd(learningRate: 0.1);

    rule.Step(weights.AsDenseSpan(), gradients.AsDenseSpan(), new L2(0.01));        // the tensor's own memory, no copy

    var rows = weights.AsTensorSpan()[1..3, ..];                            // whole rows follow each other: dense
    rule.Step(rows.AsDenseSpan(), gradients.AsTensorSpan()[1..3, ..].AsDenseSpan(), new L2(0.01));

    try
    {
        weights.AsTensorSpan()[.., 0..2].AsDenseSpan();                     // columns leave gaps: refused
    }
    catch (ArgumentException error)
    {
        Console.WriteLine($"Tensors: {error.Message}");
    }
}

static void Matrices()
{
    var rule = new Sgd(learningRate: 0.1);

    float[,] weights = new float[3, 4], gradients = new float[3, 4];                // rows follow each other in memory
    rule.Step(
        MemoryMarshal.CreateSpan(ref weights[0, 0], weights.Length),
        MemoryMarshal.CreateReadOnlySpan(ref gradients[0, 0], gradients.Length),
        new L2(0.01));

    float[][] layers = [new float[3], new float[5]], slopes = [new float[3], new float[5]];
    var model = new ParameterSet<float>();                                          // jagged: each row is an array of the set
    for (var i = 0; i < layers.Length; i++)
    {
        model.Add(layers[i], slopes[i], rule, new L2(0.01));
    }

    model.Step();
    Console.WriteLine($"Matrices: {weights.Length} weights, and {model}.");
}

static void Sums()
{
    float[] first = [.. Enumerable.Repeat(0.1f, 100)], second = [.. Enumerable.Repeat(1e8f, 100)], third = [.. Enumerable.Repeat(-1e8f, 100)];
    var gradients = new float[100];

    GradientSums.Mean([first, second, third], gradients);                 // of arrays of float or double
    GradientSums.Sum<float>([first.AsMemory(..50), second.AsMemory(..50)], gradients.AsSpan(..50), maxDegreeOfParallelism: 2);

    var sum = new ExactGradientSum<float>(gradients.Length);
    sum.Add(first);
    sum.Add([3, 77], [0.5f, -0.25f]);                                     // a sparse gradient: places and values
    var other = new ExactGradientSum<float>(gradients.Length);            // of another thread
    other.Add(second);
    sum.Add(other);
    sum.RoundMean(gradients);                                             // the mean of three, rounded once
    sum.Clear();                                                          // for the next step

    GradientSums.Sum([first, second, third], gradients);
    Console.WriteLine($"Sums: {gradients[0]} is exact, {first[0] + second[0] + third[0]} is not.");
}

static void Native()
{
    using IMemoryOwner<float> weights = NativeFloats.Zeros(1000), gradients = NativeFloats.Zeros(1000);
    var model = new ParameterSet<float>();
    model.Add(weights.Memory, gradients.Memory, new Adam(0.001), new L2(0.01).Decoupled());
    model.Step();                                                                   // the memory must live as long as the set is used

    var pinned = GC.AllocateArray<float>(1000, pinned: true);                       // for native code that keeps the address
    new Sgd(0.1).Step(pinned, pinned.ToArray());
    Console.WriteLine($"Native: {model}.");
}

static void Pooled()
{
    using var rented = MemoryPool<float>.Shared.Rent(1000);
    var gradients = rented.Memory.Span[..1000];                                     // a pool may rent out more
    gradients.Clear();
    new Sgd(0.1).Step(new float[1000], gradients);
    Console.WriteLine("Pooled: 1,000 gradients.");
}

static void ComputeGradients(ReadOnlySpan<float> weights, Span<float> gradients) => TensorPrimitives.Multiply(weights, 2, gradients);

/// <summary>Floats in native memory as a <see cref="Memory{T}"/>.</summary>
internal sealed unsafe class NativeFloats(int length) : MemoryManager<float>
{
    private float* _start = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);

    public static IMemoryOwner<float> Zeros(int length)
    {
        var floats = new NativeFloats(length);
        floats.GetSpan().Clear();
        return floats;
    }

    public override Span<float> GetSpan() => _start is null ? throw new ObjectDisposedException(nameof(NativeFloats)) : new(_start, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
