using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Groups;

public class SharedGroupSingleTests : SharedGroupTests<float>;

public class SharedGroupDoubleTests : SharedGroupTests<double>;

/// <summary>Structure has the same bits on any number of threads, and in a set.</summary>
public abstract class SharedGroupTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 500, Columns = 610, Length = Rows * Columns;

    private static readonly T[] _weights = Samples.Weights<T>(Length, seed: 740), _gradients = Samples.Gradients<T>(Length, seed: 741);

    private static readonly GroupShape[] _shapes =
    [
        .. GroupShape.Each(Rows, Columns, seed: 742),
        GroupShape.Rows(Length / 4, 4),
        GroupShape.Rows(2, Length / 2),
        new GroupShape("long and short offsets", Length, WeightGroups.FromOffsets([0, 1, 140_000, 140_003, .. Enumerable.Range(0, 20_000).Select(i => 150_000 + (3 * i)), Length]), []),
    ];

    [Fact]
    [Trait("Category", "Long")]
    public void A_step_has_the_same_bits_on_any_number_of_threads()
    {
        foreach (var shape in _shapes)
        {
            var factors = Enumerable.Range(0, Length).Select(i => i % 3 / 2f).ToArray();
            AssertSame(shape, new GroupLasso(0.2).Over(shape.Groups));
            AssertSame(shape, new SparseGroupLasso(0.1, 0.2).Over(shape.Groups).Within(new MaxNorm(2).Over(shape.Groups)));
            AssertSame(shape, new L1(0.3).WithFactors(factors));
        }
    }

    [Fact]
    public void A_set_on_any_number_of_threads_steps_like_the_optimizer_alone()
    {
        foreach (var shape in _shapes)
        {
            AssertSet(shape, new GroupLasso(0.2).Over(shape.Groups).Proximal());
            AssertSet(shape, new GroupRidge(0.2).Over(shape.Groups).Coupled());
            AssertSet(shape, new L1(0.1).Within(new MaxNorm(1).Over(shape.Groups)).Decoupled());
        }
    }

    [Fact]
    public void Norms_gradients_sums_and_projections_have_the_same_bits_on_any_number_of_threads()
    {
        foreach (var shape in _shapes)
        {
            var penalty = new GroupLasso(0.2).Over(shape.Groups);
            var (gradients, projected) = (_gradients.ToArray(), _weights.ToArray());
            Penalty.AddGradient<T, Grouped<GroupLasso, None>>(_weights, gradients, penalty);
            new MaxNorm(1).Over(shape.Groups).Project<T>(projected);
            foreach (var threads in (int[])[2, 3])
            {
                var (otherGradients, otherProjected) = (_gradients.ToArray(), _weights.ToArray());
                Penalty.AddGradient<T, Grouped<GroupLasso, None>>(_weights, otherGradients, penalty, threads);
                new MaxNorm(1).Over(shape.Groups).Project<T>(otherProjected, threads);
                Bits.Equal<T>(gradients, otherGradients, new($"gradient, {shape}", Length, threads));
                Bits.Equal<T>(projected, otherProjected, new($"projection, {shape}", Length, threads));
                Assert.Equal(Penalty.Sum<T, Grouped<GroupLasso, None>>(_weights, penalty), Penalty.Sum<T, Grouped<GroupLasso, None>>(_weights, penalty, threads));
            }
        }
    }

    private static void AssertSame<TPenalty>(GroupShape shape, TPenalty penalty)
        where TPenalty : struct, IPenalty
    {
        foreach (var rule in RuleTable.OfEachStateCount)
        {
            foreach (var mode in Enum.GetValues<PenaltyMode>())
            {
                var state = rule.State<T>(0.1, Length);
                var start = new Operands<T>(_weights, _gradients, [.. Enumerable.Range(0, rule.StateCount).Select(slot => state[slot].ToArray())], 0);
                var alone = start.After((w, g, s) => rule.Step(penalty, 0.1, mode, w, g, s, default));
                Assert.NotEqual(_weights, alone.Targets);
                foreach (var threads in (int[])[2, 3])
                {
                    var shared = start.After((w, g, s) => rule.Step(penalty, 0.1, mode, w, g, s, new() { MaxDegreeOfParallelism = threads }, measured: threads == 3));
                    alone.AssertEqual(shared, new($"{penalty.GetType().Name}, {rule}, {mode}, {shape}, {threads} threads", Length, 0));
                }
            }
        }
    }

    private static void AssertSet<TPenalty, TMode>(GroupShape shape, PenaltyTerm<TPenalty, TMode> term)
        where TPenalty : struct, IPenalty
        where TMode : struct, IPenaltyMode
    {
        var adam = new Adam(0.01);
        var (alone, ofAlone) = (_weights.ToArray(), adam.CreateState<Adam, T>(_weights));
        foreach (var threads in (int[])[1, 2, 3])
        {
            var set = new ParameterSet<T>();
            T[] weights = [.. _weights], first = Samples.Weights<T>(1001, seed: 743), last = Samples.Weights<T>(70_001, seed: 744);
            set.Add(first, Samples.Gradients<T>(1001, seed: 745), adam, new L1(0.1).Proximal());
            var optimizer = set.Add(weights, _gradients, adam, term);
            set.Add(last, Samples.Gradients<T>(70_001, seed: 746), adam, new L2(0.1).Decoupled());
            set.Step(new StepOptions { MaxDegreeOfParallelism = threads });
            var measure = set.MeasuredStep(new StepOptions { MaxDegreeOfParallelism = threads });
            if (threads == 1)
            {
                adam.Step(alone, _gradients, term, ofAlone);
                adam.Step(alone, _gradients, term, ofAlone);
            }

            var at = new Case($"{typeof(TPenalty).Name}, {shape}, {threads} threads", Length, 0);
            Bits.Equal<T>(alone, weights, at);
            Bits.Equal<T>(ofAlone[0], optimizer.State[0], at);
            Bits.Equal<T>(ofAlone[1], optimizer.State[1], at);
            Assert.Equal(2, optimizer.StepCount);
            Assert.Equal(WeightSums.Measure<T>([.. first, .. weights, .. last]), measure.Weights);
        }
    }
}
