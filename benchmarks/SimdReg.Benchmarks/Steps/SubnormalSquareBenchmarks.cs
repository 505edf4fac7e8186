using System.Numerics;
using BenchmarkDotNet.Attributes;
using SimdReg.Benchmarks.Support;

namespace SimdReg.Benchmarks.Steps;

/// <summary>How long does a step of a rule that squares gradients take where g is normal and g² is subnormal?</summary>
/// <remarks>Divide the two rows of a rule.</remarks>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class SubnormalSquareBenchmarks<T> : SpanBenchmarks<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Adam _adam = new(UpdateBenchmarks<T>.Rate);
    private readonly Adagrad _adagrad = new(UpdateBenchmarks<T>.Rate);
    private readonly RmsProp _rmsProp = new(UpdateBenchmarks<T>.Rate);
    private readonly Ftrl _ftrl = new(UpdateBenchmarks<T>.Rate);

    private T[] _weights = [];
    private T[] _gradients = [];
    private UpdateState<Adam, T> _adamState = new(default, 0);
    private UpdateState<Adagrad, T> _adagradState = new(default, 0);
    private UpdateState<RmsProp, T> _rmsPropState = new(default, 0);
    private UpdateState<Ftrl, T> _ftrlState = new(default, 0);

    [Params(1 << 12, 1 << 20)]
    public override int Count { get; set; }

    /// <summary>Whether g² is subnormal: |g| is then near 10⁻²⁰ for float and 10⁻¹⁶⁰ for double, else near 10⁻³.</summary>
    [Params(false, true)]
    public bool SquaresAreSubnormal { get; set; }

    [GlobalSetup]
    public override void Setup()
    {
        var random = new Random(Seed: 1);
        (_weights, _gradients) = (new T[Count], new T[Count]);
        Numbers.Fill<T>(_weights, random);
        Numbers.Fill<T>(_gradients, random);
        var scale = T.CreateTruncating(!SquaresAreSubnormal ? 1e-3 : typeof(T) == typeof(float) ? 1e-20 : 1e-160);
        foreach (ref var gradient in _gradients.AsSpan())
        {
            gradient *= scale;
        }

        _adamState = _adam.CreateState(_weights);
        _adagradState = _adagrad.CreateState(_weights);
        _rmsPropState = _rmsProp.CreateState(_weights);
        _ftrlState = _ftrl.CreateState(_weights);
    }

    [Benchmark]
    public void Adam() => _adam.Step(_weights, _gradients, _adamState);

    [Benchmark]
    public void Adagrad() => _adagrad.Step(_weights, _gradients, _adagradState);

    [Benchmark]
    public void RmsProp() => _rmsProp.Step(_weights, _gradients, _rmsPropState);

    /// <summary>Keeps √n and squares no gradient.</summary>
    [Benchmark]
    public void Ftrl() => _ftrl.Step(_weights, _gradients, _ftrlState);
}
