namespace SimdReg.Tests.Reference;

/// <summary>1 − βᵗ by repeated squaring of complements, where 1 − (1 − a)(1 − b) is a + b − a·b; and 1 once βᵗ is below half an ulp of it.</summary>
internal static class PowerReference
{
    public static double OneMinusPower(double beta, long step)
    {
        if ((1 - beta) * step > 38)
        {
            return 1;
        }

        var (complement, q) = (0.0, 1 - beta);
        for (var bits = step; bits != 0; bits /= 2)
        {
            if (bits % 2 != 0)
            {
                complement = Math.FusedMultiplyAdd(-complement, q, complement + q);
            }

            q = Math.FusedMultiplyAdd(-q, q, q + q);
        }

        return complement;
    }
}
