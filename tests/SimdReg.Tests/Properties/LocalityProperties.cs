using System.Numerics;
using FsCheck.Xunit;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>An element's result is its own: not a bit depends on its place, its neighbours or the span's length.</summary>
[Trait("Category", "Long")]
public abstract class LocalityProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void An_element_among_others_comes_out_as_it_does_alone(StepInput<T> whole, PenaltyCase penalty) =>
        ForEveryKernel(whole, penalty, (input, kernel) =>
            SteppedWeight<T>.Equal([.. Enumerable.Range(0, input.Length).SelectMany(i => kernel(input[i..(i + 1)]))], kernel(input)));

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Shuffled_elements_give_shuffled_results(StepInput<T> whole, PenaltyCase penalty) =>
        ForEveryKernel(whole, penalty, (input, kernel) =>
        {
            // As random as the numbers are, and another for each input.
            var order = Enumerable.Range(0, input.Length).ToArray();
            Array.Sort(Array.ConvertAll(order, i => Bits.Of(input.Weights[i]) ^ Bits.Of(input.Gradients[i])), order);
            var shuffled = input with
            {
                Weights = [.. order.Select(i => input.Weights[i])],
                Gradients = [.. order.Select(i => input.Gradients[i])],
                States = Array.ConvertAll(input.States, row => order.Select(i => row[i]).ToArray()),
            };

            var results = kernel(input);
            SteppedWeight<T>.Equal([.. order.Select(i => results[i])], kernel(shuffled));
        });

    [Property(MaxTest = Arbitraries.InputsWithPenalties)]
    public void Two_parts_one_after_the_other_give_what_the_whole_gives(StepInput<T> whole, PenaltyCase penalty) =>
        ForEveryKernel(whole, penalty, (input, kernel) =>
        {
            var middle = (int)(Bits.Of(input.Weights[0]) % (ulong)input.Length);
            SteppedWeight<T>.Equal([.. kernel(input[..middle]), .. kernel(input[middle..])], kernel(input));
        });

    private static void ForEveryKernel(StepInput<T> input, PenaltyCase penalty, Action<StepInput<T>, Func<StepInput<T>, SteppedWeight<T>[]>> law)
    {
        if (penalty.HasGradient)
        {
            law(input, part => Array.ConvertAll(part.AddGradient(penalty), gradient => new SteppedWeight<T>(gradient, T.Zero, T.Zero, T.Zero)));
        }

        Combinations.ForEach(penalty, (rule, mode) => law(input, part => part.Step(rule, penalty, mode, input.OptionsUnder(penalty, rule), stepCount: 1)));
    }
}

public class LocalityPropertiesOfFloat : LocalityProperties<float>;

public class LocalityPropertiesOfDouble : LocalityProperties<double>;
