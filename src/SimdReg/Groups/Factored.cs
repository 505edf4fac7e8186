using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using SimdReg.Groups;
using SimdReg.Loops;
using SimdReg.Sums;

namespace SimdReg;

/// <summary>A penalty with a factor for each weight: Σ fᵢ·p(wᵢ). Created by <c>penalty.WithFactors(factors)</c>.</summary>
/// <remarks>
/// A factor of 0 frees its weight. The proximal step of a weight is that of p at the rate r·f. The gradient of a weight is f·∂p(w), rounded, then added to that of the data. Source of the
/// factors: glmnet's <c>penalty.factor</c>, Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", Journal of Statistical Software, 2010; with factors
/// 1/|ŵ| it is the adaptive lasso of Zou, "The Adaptive Lasso and Its Oracle Properties", Journal of the American Statistical Association, 2006.
/// </remarks>
/// <typeparam name="TPenalty">The penalty, a function of one weight.</typeparam>
/// <typeparam name="TFactor">The element of the factors: <see langword="float"/> or <see langword="double"/>.</typeparam>
[JsonConverter(typeof(NoJsonForm))]
public readonly record struct Factored<TPenalty, TFactor> : IPenalty
    where TPenalty : struct, IPenalty
    where TFactor : unmanaged, IBinaryFloatingPointIeee754<TFactor>
{
    /// <summary>The number of weights whose factors and rates are in a buffer at once.</summary>
    private const int ChunkLength = 512;

    /// <summary>Not supported: it would have no parameters.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Use penalty.WithFactors(factors).", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Factored() => throw new NotSupportedException("Use penalty.WithFactors(factors).");

    internal Factored(TPenalty penalty, ReadOnlyMemory<TFactor> factors)
    {
        Element<TFactor>.Require();
        if (TPenalty.IsStructured)
        {
            throw new NotSupportedException($"{Refuse.NameOf(typeof(TPenalty))} has structure: factors are for penalties on one weight.");
        }

        for (var i = 0; i < factors.Length; i++)
        {
            Guard.Parameter(double.CreateTruncating(factors.Span[i]), $"{nameof(factors)}[{i}]");
        }

        Inner = penalty;
        Factors = factors;
    }

    /// <summary>The penalty p.</summary>
    public TPenalty Inner { get; }

    /// <summary>f, one factor for each weight: finite, at least 0. The memory is not copied, and must stay valid.</summary>
    public ReadOnlyMemory<TFactor> Factors { get; }

    static bool IPenalty.HasGradient => TPenalty.HasGradient;

    static bool IPenalty.IsConvex => TPenalty.IsConvex;

    static bool IPenalty.IsStructured => true;

    static bool IPenalty.HasStructureGradient => TPenalty.HasGradient;

    static bool IPenalty.NeedsRates => true;

    bool IPenalty.IsZero => Inner.IsZero;

    L IPenalty.Value<L>(L weights) => L.Zero;

    L IPenalty.AddGradient<L>(L weights, L gradients) => gradients;

    L IPenalty.ProximalStep<L>(L points, L rate) => points;

    void IPenalty.RequireFits(int weightCount) => RequireFits(weightCount, "weights");

    int IPenalty.BoundaryFrom(int index, int weightCount) => Math.Min(index, weightCount);

    uint IPenalty.StructureChecksum => StoredForm.Checksum(MemoryMarshal.AsBytes(Factors.Span));

    double IPenalty.StructuredValue<T>(ReadOnlySpan<T> weights, int maxDegreeOfParallelism)
    {
        RequireFits(weights.Length, nameof(weights));
        Span<double> values = stackalloc double[ChunkLength], numbers = stackalloc double[ChunkLength];
        var sum = default(DoubleDouble);
        for (var i = 0; i < weights.Length; i += ChunkLength)
        {
            var length = Math.Min(ChunkLength, weights.Length - i);
            Convert(weights.Slice(i, length), numbers);
            WidestLanes.Update(values[..length], numbers[..length], default, new TermFormula<ValueTerm<TPenalty>>(new(Inner)));
            Convert(Factors.Span.Slice(i, length), numbers);
            for (var j = 0; j < length; j++)
            {
                // A free weight is charged nothing, also where the penalty is infinite.
                sum += DoubleDouble.Normalised(numbers[j] == 0 && double.IsPositiveInfinity(values[j]) ? 0 : numbers[j] * values[j], 0);
            }
        }

        return sum.High;
    }

    void IPenalty.AddStructureGradient<T>(ReadOnlySpan<T> weights, Span<T> gradients, int start, int maxDegreeOfParallelism)
    {
        if (Inner.IsZero)
        {
            return;
        }

        Span<T> pull = stackalloc T[ChunkLength], factors = stackalloc T[ChunkLength];
        for (var i = 0; i < weights.Length; i += ChunkLength)
        {
            var length = Math.Min(ChunkLength, weights.Length - i);
            pull.Clear();
            WidestLanes.Update(pull[..length], weights.Slice(i, length), default, new GradientFormula<TPenalty>(Inner));
            Convert(Factors.Span.Slice(start + i, length), factors);
            WidestLanes.Update(pull[..length], factors[..length], default, default(FactorFormula));
            TensorPrimitives.Add(gradients.Slice(i, length), pull[..length], gradients.Slice(i, length));
        }
    }

    void IPenalty.EndStep<T>(Span<T> points, Rates<T> rates, bool isProximal, int start, int maxDegreeOfParallelism)
    {
        if (!isProximal || Inner.IsZero)
        {
            return;
        }

        Span<T> own = stackalloc T[ChunkLength];
        for (var i = 0; i < points.Length; i += ChunkLength)
        {
            var length = Math.Min(ChunkLength, points.Length - i);
            Convert(Factors.Span.Slice(start + i, length), own);
            if (rates.AreUniform)
            {
                TensorPrimitives.Multiply(own[..length], rates.Uniform, own);
            }
            else
            {
                TensorPrimitives.Multiply(own[..length], rates.PerWeight.Slice(i, length), own);
            }

            // The product may exceed the largest number, and a penalty is promised a finite rate.
            TensorPrimitives.Min(own[..length], Element<T>.LargestFinite, own);
            WidestLanes.Update(points.Slice(i, length), own[..length], default, new UnlessFree<TPenalty>(Inner));
        }
    }

    private void RequireFits(int weightCount, string name)
    {
        if (Factors.Length != weightCount)
        {
            throw new ArgumentException($"There are {weightCount} weights and {Factors.Length} factors: each weight needs one.", name);
        }
    }

    /// <summary>Copies numbers to a buffer, rounded to its element type.</summary>
    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> numbers, Span<TTo> buffer)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            MemoryMarshal.Cast<TFrom, TTo>(numbers).CopyTo(buffer);
        }
        else
        {
            TensorPrimitives.ConvertTruncating(numbers, buffer);
        }
    }
}
