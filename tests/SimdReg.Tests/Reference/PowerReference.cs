namespace SimdReg.Tests.Reference;

/// <summary>βᵗ in the order of operations that gives the same bits everywhere: squares of β, multiplied where t has a bit.</summary>
internal static class PowerReference
{
    public static double Of(double beta, long step)
    {
        var power = 1.0;
        for (var bits = step; bits != 0; bits /= 2, beta *= beta)
        {
            if (bits % 2 != 0)
            {
                power *= beta;
            }
        }

        return power;
    }
}
