using System.Numerics;
using SimdReg.Tests.Reference;
using SimdReg.Tests.Support;

namespace SimdReg.Tests.Properties;

/// <summary>An element's result is its own: not a bit depends on its place, its neighbours or the span's length.</summary>
public abstract class LocalityProperties<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory, ClassData(typeof(Penalties))]
    public void An_element_among_others_comes_out_as_it_does_alone(string name) =>
        HoldsForEveryKernel(name, (input, kernel) =>
            Assert.Equal(
                Enumerable.Range(0, input.Length).SelectMany(i => kernel(input[i..(i + 1)])),
                kernel(input),
                Bits.Same));

    [Theory, ClassData(typeof(Penalties))]
    public void Shuffled_elements_give_shuffled_results(string name) =>
        HoldsForEveryKernel(name, (input, kernel) =>
        {
            // As random as the numbers are, and another for each input.
            var order = Enumerable.Range(0, input.Length).ToArray();
            Array.Sort(Array.ConvertAll(order, i => Bits.Of(input.Weights[i]) ^ Bits.Of(input.Gradients[i])), order);
            var shuffled = input with
            {
                Weights = [.. order.Select(i => input.Weights[i])],
                Gradients = [.. order.Select(i => input.Gradients[i])],
            };

            var results = kernel(input);
            Assert.Equal(order.Select(i => results[i]), kernel(shuffled), Bits.Same);
        });

    [Theory, ClassData(typeof(Penalties))]
    public void Two_parts_one_after_the_other_give_what_the_whole_gives(string name) =>
        HoldsForEveryKernel(name, (input, kernel) =>
        {
            var middle = (int)(Bits.Of(input.Weights[0]) % (ulong)input.Length);
            Assert.Equal([.. kernel(input[..middle]), .. kernel(input[middle..])], kernel(input), Bits.Same);
        });

    private static void HoldsForEveryKernel(string name, Action<StepInput<T>, Func<StepInput<T>, T[]>> law)
    {
        var penalty = Penalties.Named(name);
        Law.HoldsForBits<T>(input =>
        {
            law(input, part => part.AddGradient(penalty));
            Assert.All(Enum.GetValues<PenaltyMode>(), mode => law(input, part => part.Step(penalty, mode)));
        });
    }
}

public class LocalityPropertiesOfFloat : LocalityProperties<float>;

public class LocalityPropertiesOfDouble : LocalityProperties<double>;
