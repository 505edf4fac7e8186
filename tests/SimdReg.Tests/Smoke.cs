namespace SimdReg.Tests;

public class Smoke
{
    [Fact]
    public void A_step_shrinks_a_weight()
    {
        float[] weights = [1, 2, 3];
        new Sgd(0.5).Step(weights, new float[3], new L2(0.5));
        Assert.Equal([0.75f, 1.5f, 2.25f], weights);
    }
}
