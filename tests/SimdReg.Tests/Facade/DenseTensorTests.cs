using System.Numerics.Tensors;

namespace SimdReg.Tests.Facade;

public class DenseTensorTests
{
    [Fact]
    public void A_step_over_a_dense_tensor_is_one_over_its_elements()
    {
        float[] numbers = [.. Enumerable.Range(0, 24).Select(i => i / 8f)];
        var weights = Tensor.Create(numbers.ToArray(), [2, 3, 4]);
        var gradients = Tensor.Create(numbers.ToArray(), [2, 3, 4]);
        new Sgd(0.1).Step(weights.AsDenseSpan(), gradients.AsReadOnlyTensorSpan().AsDenseSpan(), new L2(0.5));
        new Sgd(0.1).Step(numbers, numbers.ToArray(), new L2(0.5));
        Assert.Equal(numbers, weights.AsDenseSpan().ToArray());
    }

    [Fact]
    public void Whole_rows_a_single_column_and_nothing_are_dense()
    {
        var matrix = Tensor.Create((float[])[.. Enumerable.Range(0, 12)], [3, 4]);
        Assert.Equal([4f, 5, 6, 7, 8, 9, 10, 11], matrix.AsTensorSpan()[1..3, ..].AsDenseSpan().ToArray());
        Assert.Equal([5f, 6], matrix.AsTensorSpan()[1..2, 1..3].AsDenseSpan().ToArray());
        Assert.Equal([6f], matrix.AsTensorSpan()[1..2, 2..3].AsDenseSpan().ToArray());
        Assert.Equal(0, Tensor.Create<float>([], [0]).AsDenseSpan().Length);
    }

    [Fact]
    public void A_tensor_with_gaps_or_in_another_order_is_refused()
    {
        var matrix = Tensor.Create((float[])[.. Enumerable.Range(0, 12)], [3, 4]);
        AssertRefused(() => matrix.AsTensorSpan()[.., 0..3].AsDenseSpan(), "lengths [3, 3] and strides [4, 1] is not dense");
        AssertRefused(() => new TensorSpan<float>(new float[12], 0, [4, 3], [1, 4]).AsDenseSpan(), "strides [1, 4] is not dense");
        AssertRefused(() => new ReadOnlyTensorSpan<float>(new float[3], 0, [4, 3], [0, 1]).AsDenseSpan(), "strides [0, 1] is not dense");
        Assert.Throws<ArgumentNullException>(() => DenseTensors.AsDenseSpan<float>(null!));
    }

    private static void AssertRefused(Action call, string text) =>
        Assert.Contains(text, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
}
